package dev.sentinel.app.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.MediaTypeSet;
import com.linecorp.armeria.server.HttpService;
import dev.sentinel.app.lifecycle.Readiness;
import dev.sentinel.app.output.Printable;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.stream.Collectors;

/** What machines ask: alive, ready, and how much of everything. */
final class Probes {
    private static final MediaTypeSet TEXT_OR_JSON = MediaTypeSet.of(MediaType.PLAIN_TEXT_UTF_8, MediaType.JSON_UTF_8);
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private Probes() {}

    /** The process answers; whether it is of use is another question. */
    static HttpService healthz() {
        return (context, request) -> HttpResponse.of("ok\n");
    }

    static HttpService readyz(Readiness readiness) {
        return (context, request) -> {
            var report = readiness.report();
            var status = report.ready() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
            var wanted = TEXT_OR_JSON.match(request.headers().accept());
            return wanted != null && wanted.is(MediaType.JSON)
                    ? HttpResponse.ofJson(status, report)
                    : HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, text(report));
        };
    }

    private static String text(Readiness.Report report) {
        return report.parts().stream()
                .map(part -> part.ready()
                        ? part.name() + ": ready\n"
                        : part.name() + ": not ready: " + Printable.escape(part.reason()) + "\n")
                .collect(Collectors.joining("", report.ready() ? "ready\n" : "not ready\n", ""));
    }

    static HttpService metrics(PrometheusMeterRegistry registry) {
        return (context, request) -> {
            var accepted = request.headers().get(HttpHeaderNames.ACCEPT, "");
            var type = accepted.contains("application/openmetrics-text")
                    ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                    : PROMETHEUS_TEXT;
            return HttpResponse.of(HttpStatus.OK, MediaType.parse(type), registry.scrape(type));
        };
    }
}
