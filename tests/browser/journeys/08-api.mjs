// The JSON face describes itself in a way another program's validator accepts, and answers as described.
import assert from "node:assert/strict";
import { Validator } from "@seriousme/openapi-schema-validator";
import { PASSWORD } from "../visitor.mjs";

export default async function ({ site }) {
  const ask = async (method, path, { token, body, key } = {}) => {
    const headers = { "accept-language": "en" };
    if (token) headers.authorization = `Bearer ${token}`;
    if (body) headers["content-type"] = "application/json";
    if (key) headers["idempotency-key"] = key;
    const answer = await fetch(`${site.base}${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    return { status: answer.status, type: answer.headers.get("content-type"), json: text ? JSON.parse(text) : null };
  };
  const described = await ask("GET", "/api/v1/openapi.json");
  const verdict = await new Validator().validate(described.json);
  assert.ok(verdict.valid, JSON.stringify(verdict.errors, null, 1));
  assert.match(described.json.openapi, /^3\.1\./);
  for (const [path, methods] of Object.entries(described.json.paths)) {
    for (const [method, one] of Object.entries(methods)) {
      assert.ok(Object.keys(one.responses ?? {}).length > 0, `${method} ${path} describes no answer`);
      assert.ok(one.summary || one.description, `${method} ${path} says nothing about itself`);
    }
  }
  const refused = await ask("GET", "/api/v1/me");
  assert.equal(refused.status, 401);
  assert.equal(refused.type, "application/problem+json");
  assert.equal(refused.json.problems[0].code, "sign-in-needed");
  const entered = await ask("POST", "/api/v1/session", { body: { login: "canbo", password: PASSWORD } });
  assert.ok([200, 201].includes(entered.status), JSON.stringify(entered.json));
  const token = entered.json.token;
  assert.equal((await ask("GET", "/api/v1/me", { token })).status, 200);
  const households = await ask("GET", "/api/v1/households?limit=3", { token });
  assert.equal(households.json.items.length, 3);
  const next = await ask("GET", `/api/v1/households?limit=3&cursor=${households.json.next}`, { token });
  assert.notEqual(next.json.items[0].id, households.json.items[0].id);
  const broken = await ask("GET", "/api/v1/households?cursor=zzz", { token });
  assert.equal(broken.status, 400);
  const missing = await ask("GET", "/api/v1/no-such-thing", { token });
  assert.equal(missing.status, 404);
  assert.equal(missing.type, "application/problem+json");
}
