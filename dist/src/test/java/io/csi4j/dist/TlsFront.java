package io.csi4j.dist;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** TLS on a free port, carried on in plain to another one of this machine. */
final class TlsFront implements AutoCloseable {
    private static final char[] PASSWORD = "training".toCharArray();

    private final ServerSocket listening;
    private final Path certificate;

    private TlsFront(ServerSocket listening, Path certificate) {
        this.listening = listening;
        this.certificate = certificate;
    }

    /** Starts before the plain port, with a fresh certificate for 127.0.0.1 made in the work folder. */
    static TlsFront before(int plainPort, Path work) throws IOException, InterruptedException {
        Path store = work.resolve("keys.p12");
        Path certificate = work.resolve("certificate.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "tls",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "tls",
                "-file",
                certificate.toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        var front = new TlsFront(listen(store), certificate);
        Thread.ofVirtual().name("tls-accept").start(() -> front.accept(plainPort));
        return front;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** PEM of the certificate, which is its own authority. */
    Path certificate() {
        return certificate;
    }

    @Override
    public void close() {
        closeQuietly(listening);
    }

    private static ServerSocket listen(Path store) throws IOException {
        try (InputStream keys = new FileInputStream(store.toFile())) {
            KeyStore keyStore = KeyStore.getInstance("PKCS12");
            keyStore.load(keys, PASSWORD);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keyStore, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private void accept(int plainPort) {
        while (!listening.isClosed()) {
            try {
                Socket outer = listening.accept();
                Socket inner = new Socket(InetAddress.getLoopbackAddress(), plainPort);
                Thread.ofVirtual().start(() -> carry(outer, inner));
                Thread.ofVirtual().start(() -> carry(inner, outer));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            byte[] buffer = new byte[16_384];
            for (int count = from.getInputStream().read(buffer);
                    count >= 0;
                    count = from.getInputStream().read(buffer)) {
                to.getOutputStream().write(buffer, 0, count);
                to.getOutputStream().flush();
            }
        } catch (IOException closed) {
            closeQuietly(from);
        }
    }

    private static void closeQuietly(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception alreadyClosed) {
            throw new IllegalStateException(alreadyClosed);
        }
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
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
