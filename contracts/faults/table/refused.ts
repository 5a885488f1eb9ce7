/** Another answer: a redirect, or a status whose body matches no schema. */
import { answer, asctime, elsewhere, html, rfc850, soon, status } from "../behaviours.ts"
import { limited, limitedBeyondDeadline, meaning, misdirected, once, unavailable, unexpected } from "../expected.ts"
import { type FaultOperation, operations } from "../operations.ts"
import type { Fault } from "./fault.ts"

/** Statuses with their own rules. A 407 only makes fetch fail. */
const special = [407, 429]

/** 4xx whose body matches no schema: some that proxies send, and every one that a spec documents. */
const bareStatuses = [
  ...new Set([
    ...[400, 401, 403, 404, 405, 408, 409, 415, 418, 421, 422, 425],
    ...operations.flatMap(({ contract }) => Object.keys(contract.statuses).map(Number)),
  ]),
]
  .filter((code) => code < 500 && !special.includes(code))
  .sort((one, other) => one - other)

export const refused: ReadonlyArray<Fault> = [
  // Redirects, which are not followed
  { fault: "301", server: () => answer(301, "", elsewhere), outcome: unexpected("redirect") },
  { fault: "302", server: () => answer(302, "", elsewhere), outcome: unexpected("redirect") },
  { fault: "307", server: () => answer(307, "", elsewhere), outcome: unexpected("redirect") },
  { fault: "308", server: () => answer(308, "", elsewhere), outcome: unexpected("redirect") },

  // A status that no documented body explains may be that of a proxy.
  ...bareStatuses.flatMap((code): ReadonlyArray<Fault> => {
    const without = (reason: string) => (operation: FaultOperation) =>
      code === 421
        ? misdirected(operation)
        : unexpected(operation.contract.statuses[code] === undefined ? "undocumented status" : reason)
    return [
      { fault: `${code} with HTML`, server: status(code, html), outcome: without("not JSON") },
      { fault: `${code} with nothing`, server: status(code, ""), outcome: without("not JSON") },
      {
        fault: code === 421 ? "421, which fetch would post again" : `${code} with a gateway's JSON`,
        server: status(code, '{"message":"no Route matched with those values"}'),
        outcome: without("schema mismatch"),
      },
    ]
  }),
  ...bareStatuses.map(
    (code): Fault => ({
      fault: `${code} with an explanation and no known code`,
      server: (_, { explanation }) => answer(code, JSON.stringify(explanation)),
      outcome: (operation) => (code === 421 ? misdirected(operation) : meaning(operation.contract.statuses[code])),
    }),
  ),
  { fault: "429 with seconds", server: () => answer(429, "{}", { "retry-after": "1" }), outcome: limited },
  {
    fault: "429 with a date",
    server: () => (one) => answer(429, "{}", { "retry-after": soon() })(one),
    outcome: limited,
  },
  {
    fault: "429 with a date of RFC 850",
    server: () => (one) => answer(429, "{}", { "retry-after": rfc850(soon()) })(one),
    outcome: limited,
  },
  {
    fault: "429 with a date of asctime",
    server: () => (one) => answer(429, "{}", { "retry-after": asctime(soon()) })(one),
    outcome: limited,
  },
  { fault: "429 with a fraction", server: () => answer(429, "{}", { "retry-after": "0.5" }), outcome: limited },
  { fault: "503 with seconds", server: () => answer(503, "{}", { "retry-after": "1" }), outcome: unavailable },
  {
    fault: "503 for a year",
    server: () => answer(503, "", { "retry-after": "31536000" }),
    outcome: { ...unavailable, posts: once },
  },
  { fault: "429 with garbage", server: () => answer(429, "{}", { "retry-after": "soon" }), outcome: limited },
  { fault: "429 without a wait", server: status(429), outcome: limited },
  {
    fault: "429 for a year",
    server: () => answer(429, "", { "retry-after": "31536000" }),
    outcome: limitedBeyondDeadline,
  },
  ...[500, 502, 503, 504].flatMap(
    (code): ReadonlyArray<Fault> => [
      { fault: `${code} with JSON`, server: status(code, '{"detail":"down"}'), outcome: unavailable },
      {
        fault: `${code} with HTML`,
        server: () => answer(code, html, { "content-type": "text/html" }),
        outcome: unavailable,
      },
      { fault: `${code} with nothing`, server: status(code, ""), outcome: unavailable },
    ],
  ),
]
