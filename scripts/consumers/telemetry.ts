/** Services that real SDKs observe: no secret in what they record, and what they add to our requests. */
import { run } from "../../contracts/process.ts"
import type { Consumer, Findings } from "./checks.ts"
import { granted, serve, whole } from "./field/peer.ts"
import { complaints } from "./project.ts"

/** SDKs that observe a service, by program. */
const observers = {
  opentelemetry: {
    "@opentelemetry/api": "1.10.0",
    "@opentelemetry/instrumentation-undici": "0.34.0",
    "@opentelemetry/sdk-node": "0.301.0",
  },
  sentry: { "@sentry/node": "11.12.0" },
}

export const telemetryConsumers: ReadonlyArray<Consumer> = Object.entries(observers).map(([name, dependencies]) => ({
  name,
  dependencies,
  programs: [`${name}.mjs`, "observed.mjs"],
  checks: (project) => ({
    "no secret in what it records, no trace header of OpenTelemetry": () => observe(project, name),
  }),
}))

const observe = async (project: string, name: string): Promise<Findings> => {
  await using peer = await serve(({ path, body, socket }) => {
    const refused = `HTTP/1.1 400 Bad Request\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<p>${body}</p>`
    socket.end(path.startsWith("/refused") ? refused : whole(granted(body), "close"))
  })
  const env = { CONSUMER: JSON.stringify({ url: peer.url, nobody: "http://127.0.0.1:2" }) }
  const ran = await run([process.execPath, `${name}.mjs`], { cwd: project, env })
  const headers = name === "opentelemetry" ? peer.posts.flatMap((post) => Object.keys(post.headers)) : []
  return [
    ...complaints(ran),
    ...(peer.posts.length < 4 ? [`${peer.posts.length} POSTs came`] : []),
    ...(/callback/.test(ran.output) ? [] : ["nothing was recorded"]),
    ...(ran.output.match(/.{0,60}canary.{0,60}/g) ?? []),
    ...headers.filter((header) => ["traceparent", "tracestate", "baggage", "sentry-trace"].includes(header)),
  ]
}
