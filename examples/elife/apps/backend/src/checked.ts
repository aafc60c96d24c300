import { BadRequestException, type PipeTransform } from "@nestjs/common";
import type { z } from "zod";

/** A request's body, checked by a schema; everything that is wrong with it is told at once. */
export class Checked<S extends z.ZodType> implements PipeTransform<unknown, z.infer<S>> {
  constructor(private readonly schema: S) {}

  transform(body: unknown): z.infer<S> {
    const { success, data, error } = this.schema.safeParse(body);
    if (success) return data;
    throw new BadRequestException(
      error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`),
    );
  }
}
