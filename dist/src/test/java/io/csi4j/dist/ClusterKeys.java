package io.csi4j.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** What an API server has as kubeadm sets it up: an RSA key for 127.0.0.1, signed by an authority of its own. */
final class ClusterKeys {
    private static final String PASSWORD = "training";

    private final Path store;
    private final Path authority;

    private ClusterKeys(Path store, Path authority) {
        this.store = store;
        this.authority = authority;
    }

    /** Fresh ones in the work folder. */
    static ClusterKeys make(Path work) throws IOException, InterruptedException {
        var keys = new ClusterKeys(work.resolve("keys.p12"), work.resolve("authority.pem"));
        keys.make("authority", "-ext", "bc:c", "-ext", "ku=keyCertSign");
        keys.make(
                "server",
                "-signer",
                "authority",
                "-ext",
                "san=ip:127.0.0.1",
                "-ext",
                "ku=digitalSignature,keyEncipherment",
                "-ext",
                "eku=serverAuth");
        keys.keytool("-exportcert", "-rfc", "-alias", "authority", "-file", keys.authority.toString());
        return keys;
    }

    /** PEM of the authority's certificate. */
    Path authority() {
        return authority;
    }

    /** Makes the server's sockets. */
    SSLSocketFactory sockets() throws IOException {
        try (InputStream keys = Files.newInputStream(store)) {
            KeyStore keyStore = KeyStore.getInstance("PKCS12");
            keyStore.load(keys, PASSWORD.toCharArray());
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keyStore, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private void make(String alias, String... more) throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-keyalg", "RSA", "-dname", "CN=" + alias));
        arguments.addAll(List.of(more));
        keytool(arguments.toArray(String[]::new));
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("keytool " + arguments[0] + " ended with " + code);
        }
    }
}
