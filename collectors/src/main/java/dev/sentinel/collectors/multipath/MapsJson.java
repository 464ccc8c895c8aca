package dev.sentinel.collectors.multipath;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinel.v1.MapQueueing;
import dev.sentinel.v1.PathChecker;
import dev.sentinel.v1.PathGroupState;
import dev.sentinel.v1.PathState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The answer to "show maps json", or to "show map NAME json". */
final class MapsJson {
    /** A machine has hundreds of maps at most. */
    static final int MOST_MAPS = 4096;

    static final int MOST_GROUPS = 64;
    static final int MOST_PATHS = 256;

    private final ObjectMapper mapper = new ObjectMapper();

    /** The maps; empty when the answer is none that can be understood. */
    Optional<List<MapState>> read(String answer, Set<String> openDevices) {
        try {
            // The daemon ends its answers with a zero byte.
            JsonNode root = mapper.readTree(answer.replace("\0", ""));
            if (root == null
                    || !(root.path("maps").isArray() || root.path("map").isObject())) {
                return Optional.empty();
            }
            List<MapState> maps = new ArrayList<>();
            for (JsonNode each : root.path("map").isObject() ? List.of(root.path("map")) : root.path("maps")) {
                if (maps.size() < MOST_MAPS && !text(each, "name").isEmpty()) {
                    maps.add(map(each, openDevices));
                }
            }
            return Optional.of(maps);
        } catch (JsonProcessingException unreadable) {
            return Optional.empty();
        }
    }

    private static MapState map(JsonNode node, Set<String> openDevices) {
        List<MapState.Group> groups = new ArrayList<>();
        for (JsonNode each : node.path("path_groups")) {
            if (groups.size() < MOST_GROUPS) {
                groups.add(group(each, groups.size() + 1));
            }
        }
        String device = text(node, "sysfs");
        String queueing = text(node, "queueing");
        String uuid = text(node, "uuid");
        return new MapState(
                text(node, "name"),
                uuid.isEmpty() ? text(node, "name") : uuid,
                device,
                text(node, "dm_st").startsWith("suspend"),
                queueing(queueing),
                secondsLeft(queueing),
                openDevices.contains(device),
                groups);
    }

    private static MapState.Group group(JsonNode node, int place) {
        List<MapState.Path> paths = new ArrayList<>();
        for (JsonNode each : node.path("paths")) {
            if (paths.size() < MOST_PATHS && !text(each, "dev").isEmpty()) {
                paths.add(path(each));
            }
        }
        int number = node.path("group").asInt(place);
        return new MapState.Group(
                number > 0 ? number : place,
                groupState(text(node, "dm_st")),
                node.path("pri").asInt(0),
                paths);
    }

    private static MapState.Path path(JsonNode node) {
        String target = text(node, "target_wwnn");
        return new MapState.Path(
                text(node, "dev"),
                text(node, "dev_t"),
                pathState(text(node, "dm_st")),
                checker(text(node, "chk_st")),
                target.startsWith("[") ? "" : target);
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isValueNode() ? value.asText("").strip() : "";
    }

    private static MapQueueing queueing(String text) {
        return switch (text) {
            case "on" -> MapQueueing.MAP_QUEUEING_ON;
            case "off" -> MapQueueing.MAP_QUEUEING_OFF;
            // A number of retries is set, and paths work: nothing waits.
            case "-", "" -> MapQueueing.MAP_QUEUEING_UNSPECIFIED;
            default ->
                text.matches("\\d+ (chk|sec)")
                        ? MapQueueing.MAP_QUEUEING_COUNTING_DOWN
                        : MapQueueing.MAP_QUEUEING_UNSPECIFIED;
        };
    }

    private static int secondsLeft(String text) {
        return text.matches("\\d{1,8} sec") ? Integer.parseInt(text.substring(0, text.indexOf(' '))) : 0;
    }

    private static PathGroupState groupState(String text) {
        return switch (text) {
            case "active" -> PathGroupState.PATH_GROUP_STATE_ACTIVE;
            case "enabled" -> PathGroupState.PATH_GROUP_STATE_ENABLED;
            case "disabled" -> PathGroupState.PATH_GROUP_STATE_DISABLED;
            default -> PathGroupState.PATH_GROUP_STATE_UNDEFINED;
        };
    }

    private static PathState pathState(String text) {
        return switch (text) {
            case "active" -> PathState.PATH_STATE_ACTIVE;
            case "failed" -> PathState.PATH_STATE_FAILED;
            default -> PathState.PATH_STATE_UNDEFINED;
        };
    }

    private static PathChecker checker(String text) {
        return switch (text) {
            case "ready" -> PathChecker.PATH_CHECKER_READY;
            case "faulty" -> PathChecker.PATH_CHECKER_FAULTY;
            case "shaky" -> PathChecker.PATH_CHECKER_SHAKY;
            case "ghost" -> PathChecker.PATH_CHECKER_GHOST;
            case "i/o pending" -> PathChecker.PATH_CHECKER_PENDING;
            case "i/o timeout" -> PathChecker.PATH_CHECKER_TIMEOUT;
            case "delayed" -> PathChecker.PATH_CHECKER_DELAYED;
            case "disconnected" -> PathChecker.PATH_CHECKER_DISCONNECTED;
            default -> PathChecker.PATH_CHECKER_UNDEFINED;
        };
    }
}
