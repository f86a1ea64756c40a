package dev.leat.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.local.LocalException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    private static final Path HOME = Path.of("/home/ada");

    @TempDir
    private Path folder;

    @Test
    void keepsDistributionsInTheCacheOfTheUser() {
        assertThat(machine(Map.of(), false).cacheDirectory()).isEqualTo(HOME.resolve(".cache/leat"));
        assertThat(machine(Map.of("XDG_CACHE_HOME", "/x"), false).cacheDirectory())
                .isEqualTo(Path.of("/x/leat"));
        assertThat(machine(Map.of("XDG_CACHE_HOME", "/x", "LEAT_CACHE", "/y"), false)
                        .cacheDirectory())
                .isEqualTo(Path.of("/y"));
    }

    @Test
    void keepsDistributionsOfRootWhereOthersCanReadThem() {
        assertThat(machine(Map.of("XDG_CACHE_HOME", "/root/x"), true).cacheDirectory())
                .isEqualTo(Path.of("/var/cache/leat"));
        assertThat(machine(Map.of(), true).dataDirectory()).isEqualTo(Path.of("/var/lib/leat"));
    }

    @Test
    void saysThatRootNeedsSetpriv() {
        Machine root = machine(Map.of("PATH", folder.toString()), true);

        assertThatThrownBy(() -> RunAs.choose(root))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CANNOT_DROP_ROOT))
                .hasMessageContaining("setpriv")
                .hasMessageContaining("install util-linux, or run Leat as an ordinary user");
    }

    @Test
    void seesWhereNobodyCannotGo() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        RunAs nobody = new RunAs.Nobody(Path.of("/usr/bin/setpriv"), 65_534, 65_534);

        assertThat(nobody.canEnter(closed.resolve("below"))).isFalse();
        assertThat(nobody.canEnter(Path.of("/usr/bin"))).isTrue();
        assertThatThrownBy(() -> nobody.requireEntry(closed, "The data directory", "choose another"))
                .hasMessageContaining("The data directory " + closed + " is closed to the user")
                .hasMessageEndingWith(": choose another");
    }

    @Test
    void takesTheJdkThatIsNamedFirst() throws IOException {
        Path jdk = fakeJdk("named", "99.0.1");
        Machine machine = machine(Map.of("LEAT_JAVA_HOME", jdk.toString()), false);

        assertThat(Jdk.find(machine, new RunAs.Same(), major -> major >= 99, "x"))
                .isEqualTo(new Jdk(jdk.toRealPath(), 99));
    }

    @Test
    void namesTheJdksThatAreTooOld() throws IOException {
        Path old = fakeJdk("old", "1.8.0_402");
        Machine machine = machine(Map.of("JAVA_HOME", old.toString()), false);

        assertThatThrownBy(() -> Jdk.find(
                        machine, new RunAs.Same(), major -> major >= 100, "Elasticsearch needs a JDK 100 or newer"))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_JAVA))
                .hasMessageStartingWith("Elasticsearch needs a JDK 100 or newer: found only ")
                .hasMessageContaining(old.toRealPath() + " (Java 8)")
                .hasMessageEndingWith("; install one, or set LEAT_JAVA_HOME to it");
    }

    @Test
    void saysThatCassandraNeedsAJdkOfItsOwn() throws IOException {
        Path newer = fakeJdk("newer", "99.0.1");
        Machine machine = machine(Map.of("JAVA_HOME", newer.toString()), false);

        assertThatThrownBy(() -> Jdk.find(machine, new RunAs.Same(), major -> major == 98, "Cassandra needs a JDK 98"))
                .hasMessageStartingWith("Cassandra needs a JDK 98: found only ")
                .hasMessageContaining(newer.toRealPath() + " (Java 99)")
                .hasMessageEndingWith("; install one, or set LEAT_JAVA_HOME to it");
    }

    @Test
    void findsProxiesInTheEnvironment() {
        Machine machine = machine(Map.of("https_proxy", "http://proxy:3128", "no_proxy", "corp.example,.lan"), false);
        Proxies proxies = Proxies.of(machine);

        assertThat(String.valueOf(proxies.select(URI.create("https://repo.example/x"))))
                .contains("proxy", "3128");
        assertThat(proxies.select(URI.create("https://maven.corp.example/x"))).isNull();
        assertThat(proxies.select(URI.create("https://box.lan/x"))).isNull();
        assertThat(proxies.select(URI.create("http://repo.example/x"))).isNull();
        assertThat(proxies.select(URI.create("https://localhost/x"))).isNull();
    }

    @Test
    void refusesWhatIsNoAddressOfARepository() {
        Machine words = machine(Map.of("LEAT_MAVEN_REPOSITORY", "nonsense"), false);
        Machine broken = machine(Map.of("LEAT_MAVEN_REPOSITORY", "https://repo.example/a b"), false);

        assertThatThrownBy(() -> Repository.of(words))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_OPTION))
                .hasMessage(
                        "LEAT_MAVEN_REPOSITORY is not the address of a repository: set LEAT_MAVEN_REPOSITORY to an address that"
                                + " starts with https:, http: or file:");
        assertThatThrownBy(() -> Repository.of(broken)).hasMessageContaining("LEAT_MAVEN_REPOSITORY is no address: ");
    }

    @Test
    void knowsWhetherThisProcessIsRoot() {
        assertThat(Machine.current().root()).isEqualTo("root".equals(System.getProperty("user.name")));
    }

    @Test
    void hidesThePasswordOfTheRepository() {
        Repository repository = Repository.of(
                machine(Map.of("LEAT_MAVEN_REPOSITORY", "https://ada:secret@repo.example/maven2"), false));

        assertThat(repository.display()).isEqualTo("https://repo.example/maven2/");
    }

    @Test
    void knowsTheRepositoryThatTheBuildUsed() {
        assertThat(Repository.of(machine(Map.of(), false)).display()).matches("(https?|file)://.*/");
    }

    private Path fakeJdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static Machine machine(Map<String, String> environment, boolean root) {
        return new Machine(environment, HOME, Path.of("/nowhere"), root);
    }
}
