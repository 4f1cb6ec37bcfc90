package io.csi4j.sidecar.metrics;

import java.util.List;

/**
 * The page in Prometheus' text format 0.0.4, as Go's library writes it: labels sorted by name, numbers in Go's
 * shortest form. Mutable, for one rendering.
 */
final class TextPage {
    private final StringBuilder text = new StringBuilder(4096);
    private Description family = new Description("", "");
    private List<Integer> order = List.of();

    /** Begins a family; one without series leaves no trace. */
    void family(Family next) {
        family = next.description();
        List<String> names = family.labelNames();
        order = names.stream().sorted().map(names::indexOf).toList();
        int before = text.length();
        head(next.type());
        int head = text.length();
        next.write(this);
        if (text.length() == head) {
            text.setLength(before);
        }
    }

    private void head(String type) {
        text.append("# HELP ").append(family.name()).append(' ');
        escape(family.help(), false);
        text.append("\n# TYPE ").append(family.name()).append(' ').append(type).append('\n');
    }

    /** One sample; {@code suffix} follows the family's name. */
    void sample(String suffix, List<String> labelValues, double value) {
        text.append(family.name()).append(suffix);
        labels(labelValues, "");
        text.append(GoFloat.of(value)).append('\n');
    }

    /** How many values a histogram has seen up to {@code bound}. */
    void bucket(List<String> labelValues, double bound, double count) {
        text.append(family.name()).append("_bucket");
        labels(labelValues, "le=\"" + GoFloat.of(bound) + "\"");
        text.append(GoFloat.of(count)).append('\n');
    }

    private void labels(List<String> values, String last) {
        if (!values.isEmpty() || !last.isEmpty()) {
            text.append('{');
            for (int i : order) {
                text.append(family.labelNames().get(i)).append("=\"");
                escape(values.get(i), true);
                text.append("\",");
            }
            text.append(last);
            if (last.isEmpty()) {
                text.setLength(text.length() - 1);
            }
            text.append('}');
        }
        text.append(' ');
    }

    private void escape(String raw, boolean quoted) {
        for (int i = 0; i < raw.length(); i++) {
            char one = raw.charAt(i);
            switch (one) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '"' -> text.append(quoted ? "\\\"" : "\"");
                default -> text.append(one);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
