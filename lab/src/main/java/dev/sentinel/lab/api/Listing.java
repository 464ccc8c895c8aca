package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Store;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Lists, in pages when the caller wants pages. */
final class Listing {

    private Listing() {}

    static ObjectNode of(World world, Target target, Call call) {
        Store store = world.store();
        Kind kind = target.kind();
        Selection selection =
                Selection.of(target.namespace(), call.asked("labelSelector"), call.asked("fieldSelector"));
        Page page = Page.of(call.asked("continue"), store, kind);
        List<ObjectNode> rest = store.all(kind).stream()
                .filter(selection::picks)
                .filter(object -> place(kind, object).compareTo(page.after()) > 0)
                .toList();
        long limit = call.number("limit", 0);
        List<ObjectNode> shown = limit > 0 && rest.size() > limit ? rest.subList(0, (int) limit) : rest;
        ObjectNode meta = Tree.of("resourceVersion", Long.toString(page.version()));
        if (shown.size() < rest.size()) {
            meta.put("continue", new Page(page.version(), place(kind, shown.getLast())).token());
            meta.put("remainingItemCount", rest.size() - shown.size());
        }
        ArrayNode items = Tree.list();
        shown.forEach(items::add);
        return Tree.of("kind", kind.kind() + "List", "apiVersion", kind.apiVersion(), "metadata", meta, "items", items);
    }

    private static String place(Kind kind, ObjectNode object) {
        Key key = Key.of(kind, object);
        return key.namespace() + "/" + key.name();
    }

    private record Page(long version, String after) {

        static Page of(String token, Store store, Kind kind) {
            if (token.isEmpty()) {
                return new Page(store.version(), "");
            }
            String[] parts = decoded(token).split(" ", 2);
            try {
                Page page = new Page(Long.parseLong(parts[0]), parts[1]);
                var unusedCheck = store.since(kind, page.version());
                return page;
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new Refused(Refused.Reason.BAD_REQUEST, "continue key is not valid");
            }
        }

        String token() {
            return Base64.getUrlEncoder().encodeToString((version + " " + after).getBytes(StandardCharsets.UTF_8));
        }

        private static String decoded(String token) {
            try {
                return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw new Refused(Refused.Reason.BAD_REQUEST, "continue key is not valid");
            }
        }
    }
}
