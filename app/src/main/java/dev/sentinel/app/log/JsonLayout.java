package dev.sentinel.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import dev.sentinel.app.output.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON object per line; key/values stand beside the fixed fields, so that a log store finds them by name. */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    private static final int LONGEST_STACK = 32 * 1024;

    @Override
    public String doLayout(ILoggingEvent event) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
        fields.put("level", event.getLevel().toString());
        fields.put("logger", event.getLoggerName());
        fields.put("thread", event.getThreadName());
        fields.put("message", Clipped.of(event.getFormattedMessage()));
        var thrown = event.getThrowableProxy();
        if (thrown != null) {
            fields.put("error", Clipped.of(thrown.getClassName() + ": " + thrown.getMessage()));
            fields.put("stack", Clipped.of(ThrowableProxyUtil.asString(thrown), LONGEST_STACK));
        }
        var pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> fields.put(free(pair.key, fields), value(pair.value)));
        }
        return Json.object(fields) + "\n";
    }

    /** A value named like a fixed field must not replace it: who writes the value could then forge the line. */
    private static String free(String key, Map<String, Object> fields) {
        var free = key;
        while (fields.containsKey(free)) {
            free += "_";
        }
        return free;
    }

    private static Object value(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean ? value : Clipped.of(value);
    }
}
