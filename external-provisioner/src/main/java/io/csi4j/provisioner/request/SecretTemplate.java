package io.csi4j.provisioner.request;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the tokens of a secret's name or namespace as Go's {@code os.Expand} does (contract 4.4).
 *
 * <p>{@code ${any text}}, {@code $word} and {@code $} before one of {@code *#$@!?-} or a digit are tokens. {@code ${}}
 * and an unclosed <code>${</code> vanish. A dollar sign before anything else stays.
 */
final class SecretTemplate {
    private static final Pattern TOKEN = Pattern.compile(
            "\\$(?:\\{(?<braced>[^}]*)}|(?<unclosed>\\{)|(?<bare>[*#$@!?0-9-]|[A-Za-z_][A-Za-z0-9_]*))");

    private SecretTemplate() {}

    /** The text with every token replaced, or the sorted tokens that {@code values} does not know. */
    static Step<String> fill(String template, Map<String, String> values) {
        var unknown = new TreeSet<String>();
        String filled = TOKEN.matcher(template)
                .replaceAll(match -> Matcher.quoteReplacement(valueOf(token(match), values, unknown)));
        return unknown.isEmpty() ? Step.ready(filled) : Step.noChange("invalid tokens: " + unknown);
    }

    private static String token(MatchResult match) {
        String braced = match.group("braced");
        String bare = match.group("bare");
        return braced != null ? braced : bare != null ? bare : "";
    }

    private static String valueOf(String token, Map<String, String> values, Set<String> unknown) {
        if (!token.isEmpty() && !values.containsKey(token)) {
            unknown.add(token);
        }
        return values.getOrDefault(token, "");
    }
}
