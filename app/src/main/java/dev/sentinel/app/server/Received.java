package dev.sentinel.app.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import dev.sentinel.collectors.webhook.edge.Receiver;
import dev.sentinel.collectors.webhook.edge.Reply;
import dev.sentinel.collectors.webhook.edge.Request;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ways in for what others send, mounted on the program's server. Each call waits on a thread that may wait. */
public record Received(List<Receiver> receivers, Clock clock) {
    public Received {
        receivers = List.copyOf(receivers);
    }

    /** Nothing is received. */
    public static Received nothing(Clock clock) {
        return new Received(List.of(), clock);
    }

    void mount(ServerBuilder builder) {
        for (Receiver receiver : receivers) {
            Route posts = Route.builder()
                    .exact(receiver.path())
                    .methods(HttpMethod.POST)
                    .build();
            builder.route()
                    .addRoute(posts)
                    .maxRequestLength(receiver.mostBytes())
                    .build((context, request) -> HttpResponse.of(request.aggregate()
                            .thenApplyAsync(whole -> answered(receiver, whole), context.blockingTaskExecutor())));
        }
    }

    private HttpResponse answered(Receiver receiver, AggregatedHttpRequest whole) {
        Map<String, String> headers = new TreeMap<>();
        for (CharSequence name : whole.headers().names()) {
            headers.put(name.toString(), whole.headers().get(name, ""));
        }
        Reply reply = receiver.take(
                new Request(receiver.path(), headers, whole.content().array(), clock.instant()));
        return HttpResponse.of(HttpStatus.valueOf(reply.status()), MediaType.PLAIN_TEXT_UTF_8, reply.text() + "\n");
    }
}
