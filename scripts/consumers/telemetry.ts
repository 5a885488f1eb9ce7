/** Services that real SDKs observe: no secret in what they record, and what they add to our requests. */
import { run } from "../../contracts/process.ts"
import type { Consumer } from "./checks.ts"
import { granted, type Received, serve, whole } from "./field/peer.ts"
import { observers } from "./versions.ts"
import { complaints, type Findings, install, makeProject, type Workplace } from "./workplace.ts"

/** What a process that was observed left behind. */
interface Observed {
  readonly recorded: string
  readonly posts: ReadonlyArray<Received>
  readonly failures: Findings
}

export const telemetryConsumers = (workplace: Workplace): ReadonlyArray<Consumer> =>
  Object.entries(observers).map(([name, dependencies]) => async (check) => {
    const programs = [`${name}.mjs`, "observed.mjs"]
    const project = await makeProject(workplace, name, { dependencies, programs })
    if (!(await check(`${name}: install`, () => install(project)))) return
    const observed = observe(project, `${name}.mjs`)
    await check(`${name}: no secret in what it records`, async () => secretsIn(await observed))
    if (name === "opentelemetry") await check(`${name}: no trace header`, async () => traceHeaders(await observed))
  })

const observe = async (project: string, program: string): Promise<Observed> => {
  await using peer = await serve(({ path, body }, socket) => {
    const refused = `HTTP/1.1 400 Bad Request\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<p>${body}</p>`
    socket.end(path.startsWith("/refused") ? refused : whole(granted(body), "connection: close"))
  })
  const env = { CONSUMER: JSON.stringify({ url: peer.url, nobody: "http://127.0.0.1:2" }) }
  const ran = await run([process.execPath, program], { cwd: project, env })
  return { recorded: ran.output, posts: peer.posts(), failures: complaints(ran) }
}

const secretsIn = ({ recorded, posts, failures }: Observed): Findings => [
  ...failures,
  ...(posts.length < 4 ? [`${posts.length} POSTs came`] : []),
  ...(/callback/.test(recorded) ? [] : ["nothing was recorded"]),
  ...(recorded.match(/.{0,60}canary.{0,60}/g) ?? []),
]

const traceHeaders = ({ posts }: Observed): Findings =>
  posts.flatMap(({ head }) => head.match(/^(traceparent|tracestate|baggage|sentry-trace):.*$/gim) ?? [])
