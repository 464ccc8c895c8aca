package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** What goes back to the caller. */
sealed interface Reply {

    /** A finished body. */
    record Whole(int status, Map<String, String> headers, String body) implements Reply {
        public Whole {
            headers = Map.copyOf(headers);
        }

        Whole with(String header, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(header, value);
            return new Whole(status, more, body);
        }
    }

    /** A body that is written as things happen. */
    record Flow(String type, Flowing flowing) implements Reply {}

    /** Writes until there is no more or the caller is gone. */
    interface Flowing {
        void to(OutputStream out) throws IOException, InterruptedException;
    }

    static Whole text(int status, String text) {
        return new Whole(status, Map.of("Content-Type", "text/plain"), text);
    }

    static Whole json(int status, JsonNode body) {
        return new Whole(status, Map.of("Content-Type", "application/json; charset=utf-8"), body.toString());
    }
}
