package io.csi4j.bench.cluster;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes that the measured program sent to the API server, as its audit log tells them.
 *
 * @param events writes of event objects
 * @param others all other writes but those of the lease
 * @param byKind how many by {@code verb resource}, such as {@code create persistentvolumes}
 */
public record Writes(long events, long others, Map<String, Integer> byKind) {
    private static final String VERB = "\"verb\":\"";
    private static final String RESOURCE = "\"resource\":\"";
    private static final String SUBRESOURCE = "\"subresource\":\"";

    /** Of the audit log's lines, one JSON object each. Refused writes count: the server had the work. */
    static Writes of(Collection<String> lines) {
        Map<String, Integer> byKind = new TreeMap<>();
        for (String line : lines) {
            int reference = Math.max(0, line.indexOf("\"objectRef\""));
            String below = after(line, SUBRESOURCE, reference);
            String kind = after(line, VERB, 0) + " " + after(line, RESOURCE, reference)
                    + (below.isEmpty() ? "" : "/" + below);
            byKind.merge(kind, 1, Integer::sum);
        }
        long events = sum(byKind, " events");
        long leases = sum(byKind, " leases");
        long all = byKind.values().stream().mapToLong(Integer::longValue).sum();
        return new Writes(events, all - events - leases, byKind);
    }

    private static long sum(Map<String, Integer> byKind, String ending) {
        return byKind.entrySet().stream()
                .filter(kind -> kind.getKey().endsWith(ending))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static String after(String line, String mark, int from) {
        int begin = line.indexOf(mark, from);
        if (begin < 0) {
            return "";
        }
        int start = begin + mark.length();
        return line.substring(start, line.indexOf('"', start));
    }
}
