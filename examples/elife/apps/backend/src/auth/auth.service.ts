import { Injectable, UnauthorizedException } from "@nestjs/common";
import { JwtService } from "@nestjs/jwt";
import { Database } from "../database";
import { passwordMatches } from "./passwords";

/** Who may do what: `test` is the verification's own user, whose orders are test orders. */
export type Role = "admin" | "test";

/** Whom a token names. */
export interface User {
  id: number;
  role: Role;
}

@Injectable()
export class AuthService {
  constructor(
    private readonly database: Database,
    private readonly jwt: JwtService,
  ) {}

  async login(username: string, password: string): Promise<string> {
    const [found] = await this.database.rows<User & { password_hash: string }>(
      "SELECT id, role, password_hash FROM users WHERE username = ?",
      [username],
    );
    if (!(await passwordMatches(password, found?.password_hash)) || !found)
      throw new UnauthorizedException("wrong user name or password");
    return this.jwt.signAsync({ sub: String(found.id), role: found.role });
  }

  /** Whom a token names, or undefined when it is none of ours, or out of date. */
  async read(token: string): Promise<User | undefined> {
    try {
      const { sub, role } = await this.jwt.verifyAsync<{ sub: string; role: Role }>(token);
      return { id: Number(sub), role };
    } catch {
      return undefined;
    }
  }
}
