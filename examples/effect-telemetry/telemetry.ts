/**
 * Spans, metrics and log lines of redemptions go to a collector of OpenTelemetry (OTLP over HTTP), by Effect alone.
 *
 * To use it: copy this folder, run `npm install`, and provide `telemetry` to your program beside its other layers.
 */

import { FetchHttpClient } from "effect/http"
import * as Layer from "effect/Layer"
import { Otlp } from "effect/observability"

// #region telemetry
/** `collector`: such as http://localhost:4318. What is left is sent when the program ends. */
export const telemetry = (collector: string) =>
  Otlp.layerJson({ baseUrl: collector, resource: { serviceName: "connections" } }).pipe(
    Layer.provide(FetchHttpClient.layer),
  )
// #endregion
