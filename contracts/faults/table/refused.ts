/** Another answer: a redirect, or a status whose body says nothing. */
import { answer, elsewhere, html, soon, status } from "../behaviours.ts"
import {
  invalidClient,
  invalidGrant,
  invalidRequest,
  limited,
  limitedBeyondDeadline,
  unavailable,
  unexpected,
} from "../expected.ts"
import type { Fault } from "./fault.ts"

export const refused: ReadonlyArray<Fault> = [
  // Redirects, which are not followed
  { fault: "301", does: () => answer(301, "", elsewhere), comesTo: unexpected("redirect") },
  { fault: "302", does: () => answer(302, "", elsewhere), comesTo: unexpected("redirect") },
  { fault: "307", does: () => answer(307, "", elsewhere), comesTo: unexpected("redirect") },
  { fault: "308", does: () => answer(308, "", elsewhere), comesTo: unexpected("redirect") },

  // Statuses with a body that says nothing
  {
    fault: "400",
    does: status(400),
    comesTo: { aisquare: invalidGrant, finqware: invalidRequest, dapi: invalidRequest },
  },
  {
    fault: "401",
    does: status(401),
    comesTo: { aisquare: invalidGrant, finqware: invalidClient, dapi: invalidClient },
  },
  {
    fault: "403",
    does: status(403, html),
    comesTo: {
      "aisquare.exchangeToken": invalidGrant,
      aisquare: unexpected("undocumented status"),
      finqware: unexpected("undocumented status"),
      dapi: unexpected("undocumented status"),
    },
  },
  {
    fault: "404",
    does: status(404, html),
    comesTo: { aisquare: unexpected("undocumented status"), finqware: invalidRequest, dapi: invalidRequest },
  },
  { fault: "405", does: status(405), comesTo: unexpected("undocumented status") },
  { fault: "408", does: status(408), comesTo: unexpected("undocumented status") },
  { fault: "409", does: status(409), comesTo: unexpected("undocumented status") },
  {
    fault: "415",
    does: status(415),
    comesTo: {
      aisquare: invalidRequest,
      finqware: unexpected("undocumented status"),
      dapi: unexpected("undocumented status"),
    },
  },
  { fault: "418", does: status(418), comesTo: unexpected("undocumented status") },
  { fault: "421, which fetch would post again", does: status(421), comesTo: unexpected("undocumented status") },
  {
    fault: "422",
    does: status(422),
    comesTo: {
      aisquare: unexpected("undocumented status"),
      finqware: unexpected("undocumented status"),
      dapi: invalidRequest,
    },
  },
  { fault: "425", does: status(425), comesTo: unexpected("undocumented status") },
  { fault: "429 with seconds", does: () => answer(429, "{}", { "retry-after": "1" }), comesTo: limited },
  {
    fault: "429 with a date",
    does: () => (one) => answer(429, "{}", { "retry-after": soon() })(one),
    comesTo: limited,
  },
  { fault: "429 with garbage", does: () => answer(429, "{}", { "retry-after": "soon" }), comesTo: limited },
  { fault: "429 without a wait", does: status(429), comesTo: limited },
  {
    fault: "429 for a year",
    does: () => answer(429, "", { "retry-after": "31536000" }),
    comesTo: limitedBeyondDeadline,
  },
  ...[500, 502, 503, 504].flatMap(
    (code): ReadonlyArray<Fault> => [
      { fault: `${code} with JSON`, does: status(code, '{"detail":"down"}'), comesTo: unavailable },
      {
        fault: `${code} with HTML`,
        does: () => answer(code, html, { "content-type": "text/html" }),
        comesTo: unavailable,
      },
      { fault: `${code} with nothing`, does: status(code, ""), comesTo: unavailable },
    ],
  ),
]
