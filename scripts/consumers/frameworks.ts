/**
 * Services in the frameworks that people use: each compiles under strict options, and redeems against the simulator of
 * the installed package's own command line. And what a service's tests run in.
 */
import { cp } from "node:fs/promises"
import { join } from "node:path"
import { environmentIn } from "../../contracts/command-line/fixtures/environment.ts"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import type { Consumer, Findings } from "./checks.ts"
import { complaints, writeJson } from "./project.ts"
import { type Started, start } from "./started.ts"

const typescript = "5.9.3"
const nodeTypes = "24.19.2"

/** A service: what it depends on, its files from `frameworks/`, and how it is built and started in its project. */
interface Service {
  readonly dependencies: Consumer["dependencies"]
  readonly files: ReadonlyArray<string>
  readonly compilerOptions?: object
  readonly build: (project: string) => ReadonlyArray<string>
  readonly start: (project: string) => ReadonlyArray<string>
}

const bin = (project: string, name: string, ...args: ReadonlyArray<string>) => [
  process.execPath,
  join(project, "node_modules", name),
  ...args,
]

/** Options of a careful service. */
const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  isolatedModules: true,
}

/** A service in one file of TypeScript, compiled by tsc and run by Node. */
const inOneFile = (name: string, dependencies: Consumer["dependencies"], compilerOptions = {}): Service => ({
  dependencies: { typescript, "@types/node": nodeTypes, ...dependencies },
  files: [`${name}.ts`],
  compilerOptions: {
    ...strict,
    target: "es2022",
    module: "nodenext",
    types: ["node"],
    outDir: "out",
    ...compilerOptions,
  },
  build: (project) => bin(project, "typescript/bin/tsc"),
  start: () => [process.execPath, `out/${name}.js`],
})

/** Every version is stated here, and nowhere else. */
const services: { readonly [name: string]: Service } = {
  Express: inOneFile("express", { express: "5.3.0", "@types/express": "5.0.6" }),
  Fastify: inOneFile("fastify", { fastify: "5.12.8" }),
  Hono: inOneFile("hono", { hono: "4.13.19", "@hono/node-server": "2.1.9" }),
  Nest: inOneFile(
    "nest",
    {
      "@nestjs/common": "12.5.1",
      "@nestjs/core": "12.5.1",
      "@nestjs/platform-express": "12.5.1",
      "reflect-metadata": "0.2.2",
      rxjs: "7.8.2",
    },
    { experimentalDecorators: true, emitDecoratorMetadata: true },
  ),
  Next: {
    dependencies: {
      typescript,
      "@types/node": nodeTypes,
      next: "16.4.6",
      react: "19.3.1",
      "react-dom": "19.3.1",
      "@types/react": "19.3.3",
    },
    files: ["next/app"],
    compilerOptions: {
      ...strict,
      target: "es2022",
      module: "esnext",
      moduleResolution: "bundler",
      noEmit: true,
      jsx: "react-jsx",
      lib: ["dom", "dom.iterable", "esnext"],
    },
    build: (project) => bin(project, "next/dist/bin/next", "build"),
    start: (project) => bin(project, "next/dist/bin/next", "start", "--port", "0", "--hostname", "127.0.0.1"),
  },
  "CommonJS by require": {
    dependencies: {},
    files: ["commonjs.cjs"],
    build: () => [process.execPath, "--check", "commonjs.cjs"],
    start: () => [process.execPath, "commonjs.cjs"],
  },
}

/** What the tests of a service run in. */
const runners: {
  readonly [name: string]: Pick<Consumer, "dependencies"> & {
    readonly file: string
    readonly command: (project: string) => ReadonlyArray<string>
  }
} = {
  Vitest: {
    dependencies: { vitest: "5.1.2" },
    file: "vitest.spec.ts",
    command: (project) => bin(project, "vitest/vitest.mjs", "run"),
  },
  // Jest runs ES modules only if Node is told to.
  Jest: {
    dependencies: { jest: "30.5.2" },
    file: "jest.spec.js",
    command: (project) => [process.execPath, "--experimental-vm-modules", ...bin(project, "jest/bin/jest.js").slice(1)],
  },
}

const env = { NEXT_TELEMETRY_DISABLED: "1", CI: "1" }

const copy = (project: string, files: ReadonlyArray<string>) =>
  Promise.all(
    files.map((file) =>
      cp(join(root, "scripts/consumers/frameworks", file), join(project, file.replace(/^\w+\//, "")), {
        recursive: true,
      }),
    ),
  )

export const frameworkConsumers: ReadonlyArray<Consumer> = [
  ...Object.entries(services).map(
    ([name, service]): Consumer => ({
      name,
      dependencies: service.dependencies,
      checks: (project) => ({
        "compiles under strict options": async () => {
          await copy(project, service.files)
          const { compilerOptions } = service
          if (compilerOptions)
            await writeJson(join(project, "tsconfig.json"), { compilerOptions, exclude: ["node_modules", "out"] })
          return complaints(await run(service.build(project), { cwd: project, env }))
        },
        "redeems against npx token-exchange simulate": () => redeem(project, service),
      }),
    }),
  ),
  ...Object.entries(runners).map(
    ([name, { dependencies, file, command }]): Consumer => ({
      name,
      dependencies,
      checks: (project) => ({
        "redeems against the simulator in a test": async () => {
          await copy(project, [file])
          const ran = await run(command(project), { cwd: project, env })
          return [...complaints(ran), ...(/1 passed/.test(ran.output) ? [] : ["no test passed"])]
        },
      }),
    }),
  ),
]

/** Presents a fresh grant to the service twice. */
const redeem = async (project: string, service: Service): Promise<Findings> => {
  await using simulator = await start(["npx", "--no", "token-exchange", "simulate", "--port", "0"], /Requests:/, {
    cwd: project,
  })
  const given = environmentIn(simulator.output)
  await using running = await start(service.start(project), /http:\/\/[\w.]+:\d+/, {
    cwd: project,
    env: { ...env, ...given },
  })
  const grant = await fetch(`${given.DAPI_BASE_URL}/_simulator/grants`, { method: "POST" })
  const { accessCode, connectionID: connectionId } = await grant.json()
  const post = () => presented(running, { accessCode, connectionId })
  const [first, second] = [await post(), await post()]
  return [
    ...(first === '200 {"provider":"dapi"}' ? [] : [`the first redemption came to ${first}`]),
    ...(/^409 .*"tag":"InvalidGrant"/.test(second) ? [] : [`the second redemption came to ${second}`]),
  ]
}

const presented = async ({ match }: Started, grant: object): Promise<string> => {
  const headers = { "content-type": "application/json" }
  const answer = await fetch(`${match}/connected`, { method: "POST", headers, body: JSON.stringify(grant) })
  return `${answer.status} ${await answer.text()}`
}
