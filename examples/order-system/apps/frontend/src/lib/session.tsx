"use client";

import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { api, ApiError, type User } from "./api";

interface Session {
  /** Undefined until the browser was asked for a kept session, null when nobody is logged in. */
  user: User | null | undefined;
  token: string | undefined;
  login: (username: string, password: string) => Promise<void>;
  logout: () => void;
}

const Context = createContext<Session | undefined>(undefined);

/** The token lives as long as the browser's tab, and no longer than the server lets it. */
const KEY = "order-system.token";

export function SessionProvider({ children }: { children: ReactNode }) {
  const [token, setToken] = useState<string>();
  const [user, setUser] = useState<User | null>();

  const logout = useCallback(() => {
    sessionStorage.removeItem(KEY);
    setToken(undefined);
    setUser(null);
  }, []);

  const enter = useCallback(async (newToken: string) => {
    const me = await api<User>("/auth/me", { token: newToken });
    sessionStorage.setItem(KEY, newToken);
    setToken(newToken);
    setUser(me);
  }, []);

  useEffect(() => {
    const kept = sessionStorage.getItem(KEY);
    if (kept === null) return setUser(null);
    enter(kept).catch((error: unknown) => {
      // Only the server's word ends a session: a release or a lost network must not.
      if (error instanceof ApiError && error.status === 401) logout();
      else setUser(null);
    });
  }, [enter, logout]);

  const login = useCallback(
    async (username: string, password: string) => {
      const body = { username, password };
      const { access_token } = await api<{ access_token: string }>("/auth/login", { body });
      await enter(access_token);
    },
    [enter],
  );

  const session = useMemo(() => ({ user, token, login, logout }), [user, token, login, logout]);
  return <Context.Provider value={session}>{children}</Context.Provider>;
}

export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error("useSession needs a SessionProvider above it");
  return session;
}
