import { useState, type FormEvent } from "react";
import { logIn } from "./api";

export function Login({ done }: { done: () => void }) {
  const [failure, setFailure] = useState("");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    logIn(String(form.get("username")), String(form.get("password"))).then(done, (error: Error) =>
      setFailure(error.message),
    );
  };
  return (
    <form className="login" onSubmit={submit} data-testid="login">
      <h1>充电商户平台</h1>
      <label>
        用户名
        <input name="username" autoComplete="username" required />
      </label>
      <label>
        密码
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      {failure && (
        <p className="failed" role="alert" data-testid="error">
          {failure}
        </p>
      )}
      <button type="submit">登录</button>
    </form>
  );
}
