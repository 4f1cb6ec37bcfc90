package io.csi4j.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What stands in a control plane's work folder, and the texts that are written there.
 *
 * @param folder absolute
 */
record ControlPlaneFiles(Path folder) {
    private static final int TOKEN_BYTES = 16;
    private static final int KEY_BITS = 2048;

    Path etcdData() {
        return folder.resolve("etcd");
    }

    Path certificates() {
        return folder.resolve("certificates");
    }

    /** Serving certificate and the authority that signed it; the API server makes both at its first start. */
    Path authority() {
        return certificates().resolve("apiserver.crt");
    }

    Path serviceAccountKey() {
        return folder.resolve("service-account.key");
    }

    Path tokens() {
        return folder.resolve("tokens.csv");
    }

    Path egress() {
        return folder.resolve("egress.yaml");
    }

    Path nodeSocket() {
        return folder.resolve("nodes.sock");
    }

    Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    Path log(String program) {
        return folder.resolve("log").resolve(program + ".log");
    }

    void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Token, user, uid and groups a line, as {@code --token-auth-file} reads it. */
    static String tokenLine(String token, String user, String group) {
        return "%s,%s,%s,\"%s\"%n".formatted(token, user, user, group);
    }

    /** A kubeconfig of one user with everything in it. */
    static String kubeconfig(String server, String authorityPem, String token) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: lab
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: user
                  user:
                    token: %s
                contexts:
                - name: lab
                  context:
                    cluster: lab
                    user: user
                current-context: lab
                """.formatted(
                server, Base64.getEncoder().encodeToString(authorityPem.getBytes(StandardCharsets.UTF_8)), token);
    }

    /** Sends the API server's calls to kubelets through our socket, see {@link NodeDoor}. */
    static String egress(Path socket) {
        return """
                apiVersion: apiserver.k8s.io/v1beta1
                kind: EgressSelectorConfiguration
                egressSelections:
                - name: cluster
                  connection:
                    proxyProtocol: HTTPConnect
                    transport:
                      uds:
                        udsName: %s
                """.formatted(socket);
    }

    static String freshToken() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** A private RSA key in PEM. */
    static String freshKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new LabException("this JDK has no RSA", e);
        }
    }
}
