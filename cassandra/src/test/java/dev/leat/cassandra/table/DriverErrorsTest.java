package dev.leat.cassandra.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.UnavailableException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class DriverErrorsTest {

    @Test
    void aCertificateThatIsNotTrustedIsAMatterOfTheConfiguration() {
        Throwable handshake =
                new SSLHandshakeException("failed").initCause(new CertificateException("nobody\n knows it"));

        assertThat(DriverErrors.translate("Cannot connect", new IllegalStateException(handshake)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("cassandra.ca: Cannot connect: its certificate is not trusted (nobody knows it); give the"
                        + " certificate of its authority, and name the hosts as their certificates do");
    }

    @Test
    void soIsAServerWithoutTls() {
        Throwable record = new SSLException("not an SSL/TLS record: 8400");

        assertThat(DriverErrors.translate("Cannot connect", new IllegalStateException(record)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("cassandra.tls: Cannot connect: it does not speak TLS; leave tls and ca out");
    }

    @Test
    void anythingElseMayPass() {
        assertThat(DriverErrors.translate("Cannot connect", new SSLException("closed")))
                .isInstanceOf(UnavailableException.class);
    }
}
