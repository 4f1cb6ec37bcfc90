package io.csi4j.testkit.apiserver;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which objects a list or a watch is about: namespace, {@code labelSelector} and {@code fieldSelector}; pure. */
final class Selector implements Predicate<JsonObject> {
    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s+\\(([^)]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^=!]+)(==|=|!=)(.*)");
    /** Commas outside of brackets. */
    private static final Pattern BETWEEN = Pattern.compile(",(?![^(]*\\))");

    private final List<Predicate<JsonObject>> all = new ArrayList<>();

    static Selector of(ApiCall call) {
        Selector selector = new Selector();
        if (!call.namespace().isEmpty()) {
            selector.all.add(object -> call.namespace().equals(field(object, "metadata.namespace")));
        }
        requirements(call.query().get("labelSelector")).forEach(text -> selector.all.add(label(text)));
        requirements(call.query().get("fieldSelector")).forEach(text -> selector.all.add(fieldRequirement(text)));
        return selector;
    }

    @Override
    public boolean test(JsonObject object) {
        return all.stream().allMatch(requirement -> requirement.test(object));
    }

    private static List<String> requirements(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return List.of();
        }
        return Arrays.stream(BETWEEN.split(text, -1)).map(String::trim).toList();
    }

    private static Predicate<JsonObject> label(String requirement) {
        Matcher set = SET.matcher(requirement);
        if (set.matches()) {
            List<String> values =
                    Arrays.stream(set.group(3).split(",", -1)).map(String::trim).toList();
            boolean in = set.group(2).equals("in");
            return object -> values.contains(label(object, set.group(1))) == in;
        }
        Matcher equality = EQUALITY.matcher(requirement);
        if (equality.matches()) {
            boolean equal = !equality.group(2).equals("!=");
            String value = equality.group(3).trim();
            return object -> value.equals(label(object, equality.group(1).trim())) == equal;
        }
        boolean absent = requirement.startsWith("!");
        String key = absent ? requirement.substring(1) : requirement;
        return object -> (label(object, key) == null) == absent;
    }

    private static Predicate<JsonObject> fieldRequirement(String requirement) {
        Matcher equality = EQUALITY.matcher(requirement);
        if (!equality.matches()) {
            throw ApiFailure.badRequest("unknown field selector " + requirement).refused();
        }
        boolean equal = !equality.group(2).equals("!=");
        return object -> equality.group(3).equals(field(object, equality.group(1))) == equal;
    }

    private static @Nullable String label(JsonObject object, String key) {
        JsonObject labels = object.getAsJsonObject("metadata").getAsJsonObject("labels");
        return labels == null || !labels.has(key) ? null : labels.get(key).getAsString();
    }

    /** The text at a dotted path, empty if there is none. */
    static String field(JsonObject object, String path) {
        JsonElement at = object;
        for (String name : path.split("\\.", -1)) {
            at = at instanceof JsonObject parent ? parent.get(name) : null;
        }
        return at == null || !at.isJsonPrimitive() ? "" : at.getAsString();
    }
}
