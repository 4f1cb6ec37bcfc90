package io.csi4j.controller.intree;

import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.VolumeSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file share of Azure. Its handle tells the account, which hides in the name of the secret. */
final class AzureFile {
    private static final Pattern SECRET_OF_ACCOUNT = Pattern.compile("azure-storage-account-(.+)-secret");
    private static final String RESOURCE_GROUP = "kubernetes.io/azure-file-resource-group";

    private AzureFile() {}

    static Translated translated(Original original) {
        return namespace(original)
                .map(namespace -> translated(original, namespace))
                .orElseGet(() -> new Translated.Impossible("need the namespace of the secret "
                        + original.text("secretName") + " or a claim, got neither"));
    }

    private static Optional<String> namespace(Original original) {
        var claim = original.spec().claimRef();
        return original.given("secretNamespace")
                .or(() -> Optional.ofNullable(claim).map(found -> found.namespace()));
    }

    private static Translated translated(Original original, String namespace) {
        String secret = original.text("secretName");
        String share = original.text("shareName");
        String group = original.meta().annotations().getOrDefault(RESOURCE_GROUP, "");
        String handle = String.join(
                "#", group, account(secret), share, original.meta().key().name(), namespace);
        var secrets = new VolumeSource.SecretReferences(null, new SecretReference(namespace, secret), null, null, null);
        return original.csi("file.csi.azure.com", handle, Map.of("sharename", share), secrets);
    }

    private static String account(String secret) {
        Matcher matcher = SECRET_OF_ACCOUNT.matcher(secret);
        return matcher.matches() ? matcher.group(1) : secret;
    }
}
