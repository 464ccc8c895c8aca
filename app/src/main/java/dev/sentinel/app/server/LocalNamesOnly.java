package dev.sentinel.app.server;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.util.regex.Pattern;

/**
 * Answers only requests addressed to this machine by a local name. A web page somewhere else can make a browser here
 * talk to a loopback port by pointing its own name at it; the name gives it away.
 */
final class LocalNamesOnly extends SimpleDecoratingHttpService {
    private static final Pattern LOCAL = Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");

    LocalNamesOnly(HttpService delegate) {
        super(delegate);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        var authority = request.authority();
        return authority != null && LOCAL.matcher(authority).matches()
                ? unwrap().serve(context, request)
                : HttpResponse.of(
                        HttpStatus.MISDIRECTED_REQUEST,
                        MediaType.PLAIN_TEXT_UTF_8,
                        "Sentinel answers only to localhost, 127.0.0.1 and [::1]; ask it by one of these names.\n");
    }
}
