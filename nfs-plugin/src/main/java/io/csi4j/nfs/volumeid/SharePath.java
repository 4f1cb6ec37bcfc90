package io.csi4j.nfs.volumeid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place strictly below the root of a share, as its elements from the root down. The root itself cannot be written
 * as one, so nothing that takes a {@code SharePath} can remove or rename a whole export.
 */
public record SharePath(List<String> elements) {
    public SharePath {
        elements = List.copyOf(elements);
        if (elements.isEmpty()) {
            throw new IllegalArgumentException("the root of a share is no place below it");
        }
        for (String element : elements) {
            if (isNoName(element)) {
                throw new IllegalArgumentException("not a place below a share: " + elements);
            }
        }
    }

    private static boolean isNoName(String element) {
        return element.isEmpty() || element.equals(".") || element.equals("..") || element.indexOf('/') >= 0;
    }

    /**
     * Reads a text with {@code /} between its elements; empty elements and {@code .} count for nothing.
     *
     * @return empty if the text names the root of the share, climbs out by {@code ..} or holds a NUL
     */
    public static Optional<SharePath> of(String text) {
        if (PathText.climbs(text) || text.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        List<String> elements = new ArrayList<>();
        for (String element : text.split("/", -1)) {
            if (!element.isEmpty() && !element.equals(".")) {
                elements.add(element);
            }
        }
        return elements.isEmpty() ? Optional.empty() : Optional.of(new SharePath(elements));
    }

    public static SharePath of(List<String> elements) {
        return new SharePath(elements);
    }

    public String name() {
        return elements.getLast();
    }

    /** The directory this place is in; empty if that is the root of the share. */
    public Optional<SharePath> parent() {
        return elements.size() == 1
                ? Optional.empty()
                : Optional.of(new SharePath(elements.subList(0, elements.size() - 1)));
    }

    public SharePath child(String name) {
        List<String> longer = new ArrayList<>(elements);
        longer.add(name);
        return new SharePath(longer);
    }

    /** True if the other place is this one or lies below it. */
    public boolean holds(SharePath other) {
        return other.elements.size() >= elements.size()
                && other.elements.subList(0, elements.size()).equals(elements);
    }

    /** This place and all above it, the uppermost first, without the root. */
    public List<SharePath> fromTheTop() {
        List<SharePath> steps = new ArrayList<>();
        for (int length = 1; length <= elements.size(); length++) {
            steps.add(new SharePath(elements.subList(0, length)));
        }
        return steps;
    }

    /** Where archiving puts this directory: the prefix goes to the first element (contract 3.5). */
    public SharePath archived() {
        List<String> renamed = new ArrayList<>(elements);
        renamed.set(0, "archived-" + elements.getFirst());
        return new SharePath(renamed);
    }

    /** The elements joined by {@code /}, with one in front. */
    @Override
    public String toString() {
        return "/" + String.join("/", elements);
    }
}
