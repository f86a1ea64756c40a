package dev.leat.sources.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PemTest {
    private static final String BODY = "MIIB".repeat(32) + "AA==";
    private static final String ONE = "-----BEGIN CERTIFICATE-----\n" + "MIIB".repeat(16) + "\n" + "MIIB".repeat(16)
            + "\nAA==\n-----END CERTIFICATE-----\n";

    @Test
    void restoresWhatAFormHasPutIntoOneLine() {
        assertThat(Pem.restored("-----BEGIN CERTIFICATE----- " + BODY + " -----END CERTIFICATE-----"))
                .isEqualTo(ONE);
        assertThat(Pem.restored(ONE.replace('\n', ' '))).isEqualTo(ONE);
        assertThat(Pem.restored(ONE.replace("\n", "\\n"))).isEqualTo(ONE);
        assertThat(Pem.restored(ONE.replace("\n", "\r\n"))).isEqualTo(ONE);
        assertThat(Pem.restored(ONE)).isEqualTo(ONE);
    }

    @Test
    void restoresSeveralCertificatesAndKeys() {
        String key = ONE.replace("CERTIFICATE", "EC PRIVATE KEY");

        assertThat(Pem.restored(("subject=/CN=x " + ONE + key + ONE).replace('\n', ' ')))
                .isEqualTo(ONE + key + ONE);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> Pem.restored("/etc/ssl/ca.pem"))
                .hasMessageStartingWith("must have a certificate in PEM form");
        assertThatThrownBy(() -> Pem.restored("-----BEGIN CERTIFICATE-----\nhello, world\n-----END CERTIFICATE-----"))
                .hasMessage("what stands between BEGIN CERTIFICATE and END CERTIFICATE is not Base64");
    }
}
