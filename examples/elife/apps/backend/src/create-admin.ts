import { createInterface } from "node:readline";
import { createConnection, type ResultSetHeader, type RowDataPacket } from "mysql2/promise";
import { hashPassword, passwordProblem } from "./auth/passwords";

/**
 * Creates the administrator: `node dist/create-admin.js`, with two lines on standard input: user name, password. Exit code 0 when it was
 * created or is there already (its password is then left as it is). Neither the password nor its hash is ever printed.
 */
async function main(): Promise<void> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: process.stdin })) lines.push(line);
  const username = lines[0]?.trim() ?? "";
  const created = await createAdmin(username, lines[1] ?? "");
  console.log(`administrator ${username}: ${created ? "created" : "already there"}`);
}

async function createAdmin(username: string, password: string): Promise<boolean> {
  const uri = process.env["DATABASE_URL"];
  if (!uri) throw new Error("DATABASE_URL is missing");
  if (username === "" || username.length > 64) throw new Error("the user name must have 1 to 64 characters");
  const connection = await createConnection(uri);
  try {
    const [there] = await connection.execute<RowDataPacket[]>("SELECT id FROM users WHERE username = ?", [
      username,
    ]);
    if (there.length > 0) return false;
    const problem = passwordProblem(password);
    if (problem) throw new Error(problem);
    const [{ affectedRows }] = await connection.execute<ResultSetHeader>(
      "INSERT IGNORE INTO users (username, password_hash, role) VALUES (?, ?, 'admin')",
      [username, await hashPassword(password)],
    );
    return affectedRows === 1;
  } finally {
    await connection.end();
  }
}

main().catch((error: unknown) => {
  console.error(`administrator not created: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
