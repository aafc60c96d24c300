import { Body, Controller, HttpCode, Post } from "@nestjs/common";
import { z } from "zod";
import { Checked } from "../checked";
import { AuthService } from "./auth.service";

const Credentials = z.object({ username: z.string().max(64), password: z.string().max(200) });

@Controller("auth")
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Post("login")
  @HttpCode(200)
  async login(
    @Body(new Checked(Credentials)) { username, password }: z.infer<typeof Credentials>,
  ): Promise<{ accessToken: string }> {
    return { accessToken: await this.auth.login(username, password) };
  }
}
