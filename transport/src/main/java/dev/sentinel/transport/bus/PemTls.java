package dev.sentinel.transport.bus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS from PEM files: whom to trust, and who we are. */
public final class PemTls {

    private static final char[] NO_PASSWORD = new char[0];
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
    private static final String BEGIN_KEY = "-----BEGIN PRIVATE KEY-----";
    private static final String END_KEY = "-----END PRIVATE KEY-----";

    /** The certificate we show, and its key. */
    public record Identity(Path certificateFile, Path keyFile) {}

    private PemTls() {}

    /**
     * Without a CA file the machine's own trust store answers; without an identity we show none.
     *
     * @throws TlsFault when a file cannot be used; the message says which and why
     */
    public static SSLContext context(Optional<Path> caFile, Optional<Identity> identity) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity.isPresent() ? keys(identity.get()) : new KeyManager[0],
                    caFile.isPresent() ? trust(caFile.get()) : systemTrust(),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new TlsFault("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] systemTrust() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory.getTrustManagers();
    }

    private static TrustManager[] trust(Path caFile) throws GeneralSecurityException {
        KeyStore store = emptyStore();
        int number = 0;
        for (Certificate authority : certificates(caFile)) {
            store.setCertificateEntry("ca-" + number++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(Identity identity) throws GeneralSecurityException {
        KeyStore store = emptyStore();
        Certificate[] chain = certificates(identity.certificateFile()).toArray(new Certificate[0]);
        store.setKeyEntry("sentinel", key(identity.keyFile()), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static Collection<? extends Certificate> certificates(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new TlsFault(file + " holds no certificate", new IOException("no PEM block"));
            }
            return certificates;
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsFault("The certificates in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file) {
        try {
            String pem = Files.readString(file, US_ASCII);
            int begin = pem.indexOf(BEGIN_KEY);
            int end = pem.indexOf(END_KEY);
            if (begin < 0 || end < begin) {
                throw new TlsFault(
                        file
                                + " holds no unencrypted PKCS#8 key; convert it: openssl pkcs8 -topk8 -nocrypt -in OLD -out "
                                + file,
                        new IOException("no PRIVATE KEY block"));
            }
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN_KEY.length(), end));
            return key(file, new PKCS8EncodedKeySpec(der));
        } catch (IOException | IllegalArgumentException e) {
            throw new TlsFault("The key in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file, PKCS8EncodedKeySpec spec) {
        GeneralSecurityException last = new InvalidKeySpecException("no algorithm tried");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw new TlsFault("The key in " + file + " is none of " + ALGORITHMS, last);
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
    }
}
