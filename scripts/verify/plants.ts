/** For tests: departures to be planted in a provider's answers, each with its kind, what is done, and to whom. */
import type { Passing, Plant } from "./planting.ts"

type Fields = Readonly<Record<string, unknown>>

const json = (answer: Passing, change: (body: Fields) => unknown): Passing => ({
  ...answer,
  body: JSON.stringify(change(JSON.parse(answer.body))),
})
/** Does it to answers of a kind, and to no other. */
const where =
  (isMeant: (answer: Passing) => boolean, change: (answer: Passing) => Passing): Plant =>
  (answer) =>
    isMeant(answer) ? change(answer) : answer
const refused = ({ status }: Passing) => status === 400
const granted = ({ body }: Passing) => body.includes("access")
const without = (name: string) => (body: Fields) =>
  Object.fromEntries(Object.entries(body).filter(([key]) => key !== name))

export const departures: ReadonlyArray<readonly [string, string, string, Plant]> = [
  ["undocumented status", "418 for 400", "finqware", where(refused, (answer) => ({ ...answer, status: 418 }))],
  [
    "undocumented status",
    "a success that is none of the spec's",
    "finqware",
    where(granted, (answer) => ({ ...answer, status: 299 })),
  ],
  [
    "HTML",
    "a page under a documented status",
    "dapi",
    where(refused, (answer) => ({ ...answer, headers: { "content-type": "text/html" }, body: "<h1>Bad Request</h1>" })),
  ],
  [
    "HTML",
    "a page that says it is JSON",
    "finqware",
    where(refused, (answer) => ({ ...answer, body: "<!doctype html>" })),
  ],
  ["missing field", "of a success", "finqware", where(granted, (answer) => json(answer, without("access_token")))],
  [
    "missing field",
    "of a failure under 200",
    "dapi",
    where(
      ({ body }) => body.includes("INVALID_ARGS"),
      (answer) => json(answer, without("msg")),
    ),
  ],
  [
    "missing field",
    "of one alternative",
    "aisquare",
    where(
      ({ body, status }) => status === 400 && body.includes("detail"),
      (answer) => json(answer, without("detail")),
    ),
  ],
  [
    "mistyped field",
    "text for a number",
    "finqware",
    where(refused, (answer) => json(answer, (body) => ({ ...body, http: "400" }))),
  ],
  [
    "mistyped field",
    "that another alternative does not know",
    "aisquare",
    where(
      ({ body, status }) => status === 400 && body.includes("detail"),
      (answer) => json(answer, () => ({ detail: 7 })),
    ),
  ],
  [
    "mistyped field",
    "deep inside",
    "aisquare",
    where(
      ({ body }) => body.includes("username"),
      (answer) => json(answer, () => ({ username: "This field is required." })),
    ),
  ],
  [
    "extra field",
    "in a refusal",
    "finqware",
    where(refused, (answer) => json(answer, (body) => ({ ...body, hint: "none" }))),
  ],
  ["extra field", "in a success", "dapi", where(granted, (answer) => json(answer, (body) => ({ ...body, hint: [1] })))],
  [
    "extra field",
    "beside an alternative's",
    "aisquare",
    where(refused, (answer) => json(answer, (body) => ({ ...body, request_id: "r" }))),
  ],
  [
    "wrong format",
    "of a date",
    "finqware",
    where(granted, (answer) => json(answer, (body) => ({ ...body, consent_exp: "in 90 days" }))),
  ],
  [
    "missing header",
    "a challenge",
    "aisquare",
    (answer) => {
      const { "www-authenticate": _challenge, ...headers } = answer.headers
      return { ...answer, headers }
    },
  ],
  [
    "missing header",
    "the content type",
    "finqware",
    where(refused, ({ headers: _, ...answer }) => ({ ...answer, headers: {} })),
  ],
  [
    "wrong value",
    "an empty token",
    "aisquare",
    where(granted, (answer) => json(answer, (body) => ({ ...body, access: "" }))),
  ],
  [
    "wrong header",
    "a wait that is none",
    "aisquare",
    where(refused, (answer) => ({
      ...answer,
      status: 429,
      headers: { ...answer.headers, "retry-after": "soon" },
      body: '{"detail":"Request was throttled."}',
    })),
  ],
  [
    "200 for an error",
    "with the body of a success",
    "dapi",
    where(
      ({ body }) => body.includes("INVALID_APP_SECRET"),
      (answer) => ({
        ...answer,
        status: 200,
        body: '{"success":true,"accessToken":"t","status":"done"}',
      }),
    ),
  ],
  [
    "200 for an error",
    "with the body of a refusal",
    "aisquare",
    where(refused, (answer) => ({ ...answer, status: 200 })),
  ],
  [
    "error for a success",
    "by its status",
    "finqware",
    where(granted, (answer) => ({
      ...answer,
      status: 401,
      body: '{"id":"i","type":"unauthorized","http":401,"code":"invalid_temp_token","message":"m"}',
    })),
  ],
  [
    "error for a success",
    "under 200",
    "dapi",
    where(granted, (answer) => ({ ...answer, body: '{"success":false,"msg":"m","type":"INVALID_TOKEN"}' })),
  ],
  [
    "redirect",
    "to another host",
    "dapi",
    where(refused, (answer) => ({
      ...answer,
      status: 307,
      headers: { location: "https://elsewhere.example/?t=1" },
      body: "",
    })),
  ],
  [
    "truncated",
    "before its length",
    "finqware",
    (answer, _sent, response) => {
      if (!refused(answer)) return answer
      response.writeHead(400, { "content-type": "application/json", "content-length": answer.body.length })
      response.write(answer.body.slice(0, 20), () => response.destroy())
      return undefined
    },
  ],
  [
    "truncated",
    "at a length of its own",
    "finqware",
    where(refused, (answer) => ({ ...answer, body: answer.body.slice(0, -4) })),
  ],
  [
    "truncated",
    "without an end",
    "dapi",
    (answer, _sent, response) => {
      if (!granted(answer)) return answer
      response.writeHead(200, { "content-type": "application/json" })
      response.write(answer.body.slice(0, 20), () => response.destroy())
      return undefined
    },
  ],
  ["not JSON", "no body at all", "finqware", where(refused, (answer) => ({ ...answer, body: "" }))],
  [
    "no answer",
    "the connection ends",
    "finqware",
    (answer, sent, response) => {
      if (!sent.includes("x-extra")) return answer
      response.destroy()
      return undefined
    },
  ],
]
