import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  UnauthorizedException,
} from "@nestjs/common";
import type { Request } from "express";
import { AuthService, type User } from "./auth.service";

type WithUser = Request & { user?: User };

/** Lets requests with a valid token pass. */
@Injectable()
export class SignedIn implements CanActivate {
  constructor(private readonly auth: AuthService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<WithUser>();
    const [scheme, token = ""] = (request.headers.authorization ?? "").split(" ");
    request.user = scheme === "Bearer" ? await this.auth.read(token) : undefined;
    if (!request.user) throw new UnauthorizedException("log in first: POST /auth/login");
    return true;
  }
}

/** Whom the request's token names, behind {@link SignedIn}. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<WithUser>().user;
});
