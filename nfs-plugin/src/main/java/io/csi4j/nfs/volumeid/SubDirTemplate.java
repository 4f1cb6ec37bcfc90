package io.csi4j.nfs.volumeid;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens that may stand in a subDir. All are replaced in one pass, so a value that looks like a token stays as it
 * is; unknown tokens stay literal (contract 3.2).
 */
public final class SubDirTemplate {
    /** Key of the claim's name in parameters and attributes, added by the provisioner. */
    static final String CLAIM_NAME = "csi.storage.k8s.io/pvc/name";
    /** Key of the claim's namespace. */
    static final String CLAIM_NAMESPACE = "csi.storage.k8s.io/pvc/namespace";
    /** Key of the volume's name. */
    static final String VOLUME_NAME = "csi.storage.k8s.io/pv/name";

    private static final Map<String, String> KEYS = Map.of(
            "${pvc.metadata.name}", CLAIM_NAME,
            "${pvc.metadata.namespace}", CLAIM_NAMESPACE,
            "${pv.metadata.name}", VOLUME_NAME);
    private static final Pattern TOKEN =
            Pattern.compile("\\$\\{(pvc\\.metadata\\.name|pvc\\.metadata\\.namespace|pv\\.metadata\\.name)}");

    private SubDirTemplate() {}

    /** Replaces the tokens; one whose key is absent becomes empty. {@code values} has its keys in lower case. */
    public static String expand(String subDir, Map<String, String> values) {
        return TOKEN.matcher(subDir)
                .replaceAll(token ->
                        Matcher.quoteReplacement(values.getOrDefault(KEYS.getOrDefault(token.group(), ""), "")));
    }
}
