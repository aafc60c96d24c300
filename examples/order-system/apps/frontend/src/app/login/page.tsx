"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useSession } from "@/lib/session";

export default function Login() {
  const { login } = useSession();
  const router = useRouter();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(undefined);
    try {
      await login(String(form.get("username")), String(form.get("password")));
      router.push("/orders");
    } catch (error) {
      setFailure((error as Error).message);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <h1>登录</h1>
      <label>
        用户名 <input name="username" autoComplete="username" required maxLength={64} />
      </label>
      <label>
        密码 <input name="password" type="password" autoComplete="current-password" required />
      </label>
      {failure && (
        <p role="alert" className="failed">
          {failure}
        </p>
      )}
      <button type="submit" disabled={busy}>
        登录
      </button>
    </form>
  );
}
