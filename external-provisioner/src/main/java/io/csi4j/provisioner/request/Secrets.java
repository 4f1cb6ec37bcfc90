package io.csi4j.provisioner.request;

import io.csi4j.controller.storage.SecretReference;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the secrets of one volume lie, for each operation that has one (contract 4.4). */
public final class Secrets {
    /** Those of a class that names none. */
    static final Secrets NONE = new Secrets(Map.of());

    private static final Set<String> KEYS = Stream.concat(
                    Stream.of(SecretUse.FALLBACK_NAME, SecretUse.FALLBACK_NAMESPACE),
                    Stream.of(SecretUse.values())
                            .flatMap(use -> Stream.of(
                                    use.nameKey(), use.namespaceKey(), use.oldNameKey(), use.oldNamespaceKey())))
            .collect(Collectors.toUnmodifiableSet());

    private final Map<SecretUse, SecretReference> references = new EnumMap<>(SecretUse.class);

    /** The two halves of one reference before their tokens are filled. */
    private record Pair(String name, String namespace) {
        static final Pair NONE = new Pair("", "");
    }

    private Secrets(Map<SecretUse, SecretReference> references) {
        this.references.putAll(references);
    }

    /** Where the secret of an operation lies; absent if the class names none for it. */
    public Optional<SecretReference> of(SecretUse use) {
        return Optional.ofNullable(references.get(use));
    }

    /** Whether the class names any secret, right or wrong. Most do not, and are spared the search for each operation. */
    static boolean areNamed(Map<String, String> parameters) {
        return parameters.keySet().stream().anyMatch(KEYS::contains);
    }

    /** All references of a class, in the order of {@link SecretUse}; blocked by the first that is wrong. */
    static Step<Secrets> all(Map<String, String> parameters, SecretContext context) {
        var found = new EnumMap<SecretUse, SecretReference>(SecretUse.class);
        Step<Optional<SecretReference>> last = Step.ready(Optional.empty());
        for (var use : SecretUse.values()) {
            last = last.then(_ -> reference(use, parameters, context)).then(reference -> {
                reference.ifPresent(there -> found.put(use, there));
                return Step.ready(reference);
            });
        }
        return last.then(_ -> Step.ready(new Secrets(found)));
    }

    /** One reference of a class. */
    public static Step<Optional<SecretReference>> reference(
            SecretUse use, Map<String, String> parameters, SecretContext context) {
        return ownPair(use, parameters)
                .then(own -> own.equals(Pair.NONE) ? fallbackPair(parameters) : Step.ready(own))
                .then(pair ->
                        pair.equals(Pair.NONE) ? Step.ready(Optional.empty()) : filled(use.operation(), pair, context));
    }

    private static Step<Pair> ownPair(SecretUse use, Map<String, String> parameters) {
        return half(use.operation(), parameters, use.nameKey(), use.oldNameKey())
                .then(name -> half(use.operation(), parameters, use.namespaceKey(), use.oldNamespaceKey())
                        .then(namespace -> pair(use.operation(), name.orElse(null), namespace.orElse(null))));
    }

    private static Step<Pair> fallbackPair(Map<String, String> parameters) {
        return pair("default", parameters.get(SecretUse.FALLBACK_NAME), parameters.get(SecretUse.FALLBACK_NAMESPACE));
    }

    private static Step<Optional<String>> half(
            String operation, Map<String, String> parameters, String key, String oldKey) {
        if (!key.equals(oldKey) && parameters.containsKey(key) && parameters.containsKey(oldKey)) {
            return Step.noChange(
                    operation + " secret: both " + key + " and " + oldKey + " are given, need one of them");
        }
        String value = parameters.get(key);
        return Step.ready(Optional.ofNullable(value != null ? value : parameters.get(oldKey)));
    }

    private static Step<Pair> pair(String operation, @Nullable String name, @Nullable String namespace) {
        if (name == null && namespace == null) {
            return Step.ready(Pair.NONE);
        }
        if (name == null || namespace == null) {
            return Step.noChange(operation + " secret: need name and namespace, got only the "
                    + (name != null ? "name" : "namespace"));
        }
        return name.isEmpty() || namespace.isEmpty()
                ? Step.noChange(operation + " secret: name and namespace must not be empty")
                : Step.ready(new Pair(name, namespace));
    }

    private static Step<Optional<SecretReference>> filled(String operation, Pair pair, SecretContext context) {
        return SecretTemplate.fill(pair.namespace(), context.ofNamespace())
                .then(namespace -> DnsName.isLabel(namespace)
                        ? Step.ready(namespace)
                        : bad(operation, "namespace", pair.namespace(), namespace))
                .then(namespace -> SecretTemplate.fill(pair.name(), context.ofName())
                        .then(name -> DnsName.isSubdomain(name)
                                ? Step.ready(Optional.of(new SecretReference(namespace, name)))
                                : bad(operation, "name", pair.name(), name)));
    }

    private static <T> Step<T> bad(String operation, String half, String template, String filled) {
        return Step.noChange(operation + " secret: " + half + " \"" + template + "\" becomes \"" + filled
                + "\", which is no valid Kubernetes name");
    }
}
