package dev.sentinel.collectors.kubernetes.edge;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A kind of object as the API serves it.
 *
 * @param group empty for the core group
 * @param plural its word in paths and permissions: "pods"
 */
public record ObjectKind(String group, String version, String plural, String kind, boolean namespaced) {

    public static ObjectKind namespaced(String group, String version, String plural, String kind) {
        return new ObjectKind(group, version, plural, kind, true);
    }

    public static ObjectKind clusterWide(String group, String version, String plural, String kind) {
        return new ObjectKind(group, version, plural, kind, false);
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Its name across versions, as kubectl spells it: deployments.apps. */
    public String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Where the API says which kinds of this group and version it has. */
    String home() {
        return (group.isEmpty() ? "/api/" : "/apis/") + apiVersion();
    }

    /** Where its objects are; without a namespace those of all. */
    String path(String namespace) {
        String place = namespaced && !namespace.isEmpty() ? "/namespaces/" + encoded(namespace) : "";
        return home() + place + "/" + plural;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
