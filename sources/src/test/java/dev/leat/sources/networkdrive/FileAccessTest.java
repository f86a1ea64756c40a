package dev.leat.sources.networkdrive;

import static org.assertj.core.api.Assertions.assertThat;

import com.hierynomus.msdtyp.ACL;
import com.hierynomus.msdtyp.AccessMask;
import com.hierynomus.msdtyp.SID;
import com.hierynomus.msdtyp.ace.ACE;
import com.hierynomus.msdtyp.ace.AceFlags;
import com.hierynomus.msdtyp.ace.AceTypes;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileAccessTest {

    private static final SID JANE = SID.fromString("S-1-5-21-1-2-3-1001");
    private static final SID STAFF = SID.fromString("S-1-5-21-1-2-3-513");

    @Test
    void letsInWhoeverMayRead() {
        assertThat(readers(allow(JANE, AccessMask.FILE_READ_DATA), allow(STAFF, AccessMask.GENERIC_ALL)))
                .containsExactly("sid:" + JANE, "sid:" + STAFF);
        assertThat(readers(allow(JANE, AccessMask.FILE_WRITE_DATA))).isEmpty();
    }

    @Test
    void letsNobodyInBehindAnEntryThatDenies() {
        assertThat(readers(
                        allow(JANE, AccessMask.FILE_READ_DATA),
                        deny(STAFF, AccessMask.FILE_READ_DATA),
                        allow(SID.EVERYONE, AccessMask.GENERIC_READ)))
                .containsExactly("sid:" + JANE);
        assertThat(readers(deny(STAFF, AccessMask.FILE_WRITE_DATA), allow(JANE, AccessMask.GENERIC_READ)))
                .containsExactly("sid:" + JANE);
    }

    @Test
    void letsNobodyInWithoutAList() {
        assertThat(FileAccess.readers(null)).isEmpty();
    }

    @Test
    void passesOverWhatIsMeantForTheFilesOfAFolder() {
        ACE inherited = AceTypes.accessAllowedAce(
                EnumSet.of(AceFlags.INHERIT_ONLY_ACE), EnumSet.of(AccessMask.GENERIC_READ), JANE);

        assertThat(readers(inherited)).isEmpty();
    }

    private static List<String> readers(ACE... entries) {
        return FileAccess.readers(new ACL(ACL.ACL_REVISION, List.of(entries)));
    }

    private static ACE allow(SID sid, AccessMask right) {
        return AceTypes.accessAllowedAce(EnumSet.noneOf(AceFlags.class), EnumSet.of(right), sid);
    }

    private static ACE deny(SID sid, AccessMask right) {
        return AceTypes.accessDeniedAce(EnumSet.noneOf(AceFlags.class), EnumSet.of(right), sid);
    }
}
