// What the image was built as: known when it runs, not when it is built.
export const dynamic = "force-dynamic";

export function GET() {
  return Response.json({ version: process.env.VERSION ?? "dev" });
}
