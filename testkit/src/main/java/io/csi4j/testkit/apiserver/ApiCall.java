package io.csi4j.testkit.apiserver;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One request, as Kubernetes' own authorisation would describe it.
 *
 * @param verb one of get, list, watch, create, update, patch, delete
 * @param groupVersion {@code v1} or {@code storage.k8s.io/v1}; empty outside of the resource paths
 * @param plural empty if the path names no resource
 * @param namespace empty for cluster objects and for lists over all namespaces
 * @param name empty for lists and creates
 * @param subresource {@code status} or empty
 * @param query single-valued
 * @param contentType of the body, which tells the patch formats apart
 */
public record ApiCall(
        String verb,
        String path,
        String groupVersion,
        String plural,
        String namespace,
        String name,
        String subresource,
        Map<String, String> query,
        String contentType,
        String body) {

    /** Matches calls with that verb on that resource; {@code *} stands for every one. */
    public static Predicate<ApiCall> on(String verb, String plural) {
        return call -> matches(verb, call.verb) && matches(plural, call.plural);
    }

    private static boolean matches(String pattern, String text) {
        return pattern.equals("*") || pattern.equals(text);
    }

    static ApiCall of(String method, URI uri, String contentType, String body) {
        Map<String, String> query = query(uri.getRawQuery());
        List<String> parts = new ArrayList<>(Arrays.stream(uri.getPath().split("/", -1))
                .filter(part -> !part.isEmpty())
                .toList());
        String groupVersion = groupVersion(parts);
        String namespace = "";
        if (parts.size() > 2 && parts.getFirst().equals("namespaces")) {
            namespace = parts.get(1);
            parts = parts.subList(2, parts.size());
        }
        String name = part(parts, 1);
        return new ApiCall(
                verb(method, name, query),
                uri.getPath(),
                groupVersion,
                part(parts, 0),
                namespace,
                name,
                part(parts, 2),
                query,
                contentType,
                body);
    }

    /** Takes the leading parts that name group and version away; empty for a path outside of the resource paths. */
    private static String groupVersion(List<String> parts) {
        String root = part(parts, 0);
        int length = root.equals("api") ? 2 : root.equals("apis") ? 3 : 0;
        if (length == 0 || parts.size() < length) {
            parts.clear();
            return "";
        }
        String groupVersion = String.join("/", parts.subList(1, length));
        parts.subList(0, length).clear();
        return groupVersion;
    }

    private static String verb(String method, String name, Map<String, String> query) {
        return switch (method) {
            case "GET" -> isTrue(query.get("watch")) ? "watch" : name.isEmpty() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> method;
        };
    }

    boolean wants(String parameter) {
        return isTrue(query.get(parameter));
    }

    private static boolean isTrue(@Nullable String value) {
        return "true".equals(value) || "1".equals(value);
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String key = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.put(decode(key), decode(value));
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
