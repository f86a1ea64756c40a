package dev.leat.cassandra.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Tls;
import dev.leat.local.CassandraAccess;
import dev.leat.local.CassandraOptions;
import dev.leat.local.LocalCassandra;
import dev.leat.local.LocalOptions.Security;
import dev.leat.testing.TestDirectories;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SecuredCassandraIT {

    @Test
    void trustsAndIsTrusted() {
        Path directory = TestDirectories.create();
        try (LocalCassandra node =
                LocalCassandra.start(CassandraOptions.forTests(directory).withSecurity(Security.SECURED))) {
            CassandraAccess access = Objects.requireNonNull(node.access());
            ConnectionSettings plain =
                    ConnectionSettings.of(List.of("127.0.0.1:" + node.address().getPort()));
            ConnectionSettings encrypted = plain.withTls(Tls.trusting(access.caCertificate()));
            Credentials credentials = Credentials.basic(access.username(), access.password());

            try (CassandraConnection connection = CassandraConnection.open(encrypted.withCredentials(credentials))) {
                connection
                        .session()
                        .execute("CREATE KEYSPACE secured WITH replication = "
                                + "{'class': 'SimpleStrategy', 'replication_factor': 1}");
                connection.session().execute("CREATE TABLE secured.t (id int PRIMARY KEY)");
                assertThat(new SchemaReader(connection)
                                .read("secured", "t", List.of())
                                .key())
                        .hasSize(1);
            }
            assertThatThrownBy(() -> CassandraConnection.open(
                            encrypted.withCredentials(Credentials.basic(access.username(), "wrong"))))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageEndingWith("; check the user and the password")
                    .hasMessageNotContaining("wrong");
            assertThatThrownBy(() -> CassandraConnection.open(
                            plain.withTls(Tls.standard()).withCredentials(credentials)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("its certificate is not trusted");
        } finally {
            LocalCassandra.destroy(directory);
        }
    }
}
