import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { weakness } from "../../../config/weak-secrets";

const names = ["WECHAT_KEY", "proxy_system_app"];

describe("config: weak secrets", () => {
  for (const known of [
    "admin123",
    "123456",
    "postgres",
    "electric",
    "changeme",
    "password",
    "secret",
    "root",
    "superAdmin",
    "mysecretpassword",
    "Change-Me",
    "passwordpassword",
    "admin123admin123",
    "1234567812345678",
    "your-secret-key-here",
    "please_change_me_in_production",
    "postgres2024",
  ])
    it(`knows ${known}`, () =>
      assert.equal(weakness(known, { names }), "a known default or made of common words only"));

  for (const name of ["proxy_system_app", "PROXY-SYSTEM-APP1", "wechatkeywechatkey", "WECHAT_KEY_2024"])
    it(`sees that ${name} only repeats a name`, () =>
      assert.match(weakness(name, { names }) ?? "", /only repeats the name/));

  it("refuses 15 characters and takes 16", () => {
    assert.equal(weakness("k7Qm2Xp9Lr4Ts8v", { names }), "shorter than 16 characters");
    assert.equal(weakness("k7Qm2Xp9Lr4Ts8vW", { names }), undefined);
  });

  it("takes a short secret that a provider chose, but no known default", () => {
    assert.equal(weakness("k7Qm2Xp9", { names, given: true }), undefined);
    assert.match(weakness("admin123", { names, given: true }) ?? "", /known default/);
  });

  it("refuses few different characters, and the keys of Django's startproject", () => {
    assert.match(weakness("abababababababababab", { names }) ?? "", /different characters/);
    assert.match(weakness("django-insecure-7w!k2m@x9p4q#z8", { names }) ?? "", /Django generated it/);
  });

  it("judges a URL by the password in it", () => {
    const url = (password: string) => `postgresql://shop:${password}@db.example.com:5432/shop`;
    assert.match(weakness(url("shop"), { names }) ?? "", /^the password in its URL is weak: it only repeats/);
    assert.match(
      weakness(url("k7Qm2"), { names }) ?? "",
      /^the password in its URL is weak: shorter than 16/,
    );
    assert.equal(weakness(url("k7Qm2Xp9Lr4Ts8vW"), { names }), undefined);
  });

  it("does not take signs or another script for words", () => {
    for (const secret of ["a1!@#$%^&*()_+{}:", "密码很长而且没有别人会猜得到它的内容"])
      assert.equal(weakness(secret, { names }), undefined);
  });

  it("takes random values, and a key as a PEM file", () => {
    for (let i = 0; i < 200; i++)
      assert.equal(weakness(randomBytes(12).toString("base64"), { names }), undefined);
    assert.equal(weakness(`-----BEGIN PRIVATE KEY-----\n${"MIIEvQ7kA9".repeat(20)}\n`, { names }), undefined);
  });
});
