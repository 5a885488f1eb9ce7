/** Serves a folder as a site on this machine. */
import { readFile, stat } from "node:fs/promises"
import { createServer } from "node:http"
import { extname, join, normalize } from "node:path"

export interface Served extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string
}

const mediaTypes: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
}

export const serve = async (folder: string): Promise<Served> => {
  const server = createServer(async ({ url = "/" }, response) => {
    try {
      const { pathname } = new URL(url, "http://localhost")
      const path = join(folder, normalize(decodeURIComponent(pathname)))
      const file = (await stat(path)).isDirectory() ? join(path, "index.html") : path
      response.setHeader("content-type", mediaTypes[extname(file)] ?? "application/octet-stream")
      response.end(await readFile(file))
    } catch {
      response.statusCode = 404
      response.end()
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(0, "127.0.0.1", resolve)
  })
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The server has no port.")
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
