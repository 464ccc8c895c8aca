package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;

/** Create, update, patch and delete, each of the object or of its status, for real or as a rehearsal. */
final class Writing {

    private static final String META = "metadata";

    private Writing() {}

    static ObjectNode create(World world, Target target, Call call) {
        ObjectNode object = call.object();
        ObjectNode meta = Tree.branch(object, META);
        if (target.kind().namespaced()) {
            if (target.namespace().isEmpty()) {
                throw new Refused(
                        Refused.Reason.BAD_REQUEST,
                        "an object of %s is created in a namespace".formatted(target.kind()));
            }
            meta.put("namespace", target.namespace());
        }
        if (Tree.text(meta, "name").isEmpty() && meta.has("generateName")) {
            meta.put("name", Tree.text(meta, "generateName") + world.dice().letters(5));
        }
        if (Tree.text(meta, "name").isEmpty()) {
            throw new Refused.Invalid(
                    target.kind(), "", "metadata.name", "Required value: name or generateName is required");
        }
        Validation.ofNew(world, target.kind(), object);
        sign(world, object, call, "Update");
        return call.dryRun() ? object : world.store().create(target.kind(), object);
    }

    static ObjectNode update(World world, Target target, Call call) {
        ObjectNode wanted = call.object();
        if (!Tree.text(wanted, META, "name").equals(target.name())) {
            throw new Refused(
                    Refused.Reason.BAD_REQUEST,
                    "the name of the object (%s) does not match the name on the URL (%s)"
                            .formatted(Tree.text(wanted, META, "name"), target.name()));
        }
        return write(world, target, call, wanted, "Update");
    }

    static ObjectNode patch(World world, Target target, Call call) {
        boolean apply = call.contentType().startsWith("application/apply-patch");
        if (apply && world.store().find(target.key()).isEmpty()) {
            return create(world, target, call);
        }
        ObjectNode now = world.store().get(target.key());
        ObjectNode wanted = Patches.apply(target.kind(), call.contentType(), now, call.json());
        return write(world, target, call, wanted, apply ? "Apply" : "Update");
    }

    static void delete(World world, Target target, Call call) {
        Key key = target.key();
        JsonNode options = call.json();
        ObjectNode object = world.store().get(key);
        for (String field : new String[] {"uid", "resourceVersion"}) {
            String wanted = Tree.text(options, "preconditions", field);
            if (!wanted.isEmpty() && !wanted.equals(Tree.text(object, META, field))) {
                throw new Refused(
                        Refused.Reason.CONFLICT,
                        "Precondition failed: %s in precondition: %s, %s in object meta: %s"
                                .formatted(field, wanted, field, Tree.text(object, META, field)));
            }
        }
        if (!call.dryRun(options)) {
            long asked = call.number("gracePeriodSeconds", -1);
            long grace = Tree.number(options, asked, "gracePeriodSeconds");
            long own = Tree.number(object, 30, "spec", "terminationGracePeriodSeconds");
            world.delete(key, grace < 0 ? own : grace);
        }
    }

    private static ObjectNode write(World world, Target target, Call call, ObjectNode wanted, String operation) {
        Key key = target.key();
        ObjectNode before = world.store().get(key);
        ObjectNode part = part(target.kind(), target.part(), before, wanted);
        Validation.ofChange(target.kind(), before, part);
        // Only somebody who changes something signs; a write of the same is no write.
        if (!world.store().rehearse(key, part).equals(before)) {
            sign(world, part, call, operation);
        }
        return call.dryRun() ? world.store().rehearse(key, part) : world.store().put(key, part);
    }

    /** Status writes change the status alone, all others leave it alone (domain 6.10). */
    private static ObjectNode part(Kind kind, String part, ObjectNode before, ObjectNode wanted) {
        if (!kind.status()) {
            return wanted;
        }
        boolean ofStatus = part.equals("status");
        ObjectNode result = ofStatus ? before.deepCopy() : wanted.deepCopy();
        JsonNode status = (ofStatus ? wanted : before).path("status");
        if (status.isMissingNode()) {
            result.remove("status");
        } else {
            result.set("status", status);
        }
        JsonNode version = wanted.path(META).path("resourceVersion");
        if (ofStatus && !version.isMissingNode()) {
            Tree.set(result, version, META, "resourceVersion");
        }
        return result;
    }

    private static void sign(World world, ObjectNode object, Call call, String operation) {
        ArrayNode others = Tree.list();
        Tree.items(object, META, "managedFields")
                .filter(each -> !Tree.text(each, "manager").equals(call.manager())
                        || !Tree.text(each, "operation").equals(operation))
                .forEach(others::add);
        others.add(Tree.of(
                "manager", call.manager(),
                "operation", operation,
                "apiVersion", Tree.text(object, "apiVersion"),
                "time", world.now(),
                "fieldsType", "FieldsV1",
                "fieldsV1", Tree.of()));
        Tree.set(object, others, META, "managedFields");
    }
}
