package io.csi4j.provisioner.request;

import java.util.regex.Pattern;

/** The two shapes of names Kubernetes takes from DNS (RFC 1123). */
final class DnsName {
    private static final int LABEL_LIMIT = 63;
    private static final int SUBDOMAIN_LIMIT = 253;
    private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
    private static final Pattern LABEL_SHAPE = Pattern.compile(LABEL);
    private static final Pattern SUBDOMAIN_SHAPE = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");

    private DnsName() {}

    static boolean isLabel(String text) {
        return text.length() <= LABEL_LIMIT && LABEL_SHAPE.matcher(text).matches();
    }

    static boolean isSubdomain(String text) {
        return text.length() <= SUBDOMAIN_LIMIT && SUBDOMAIN_SHAPE.matcher(text).matches();
    }
}
