package dev.sentinel.lab.world;

import java.util.regex.Pattern;

/** What Kubernetes takes for a name: RFC 1123, a label or labels with dots between. */
public final class DnsName {

    public static final String RULE =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start"
                    + " and end with an alphanumeric character";
    public static final String LABEL_RULE =
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end"
                    + " with an alphanumeric character";

    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    private DnsName() {}

    public static boolean subdomain(String name) {
        return name.length() <= LONGEST && SUBDOMAIN.matcher(name).matches();
    }

    public static boolean label(String name) {
        return name.length() <= LONGEST_LABEL && LABEL.matcher(name).matches();
    }
}
