package dev.leat.sources.networkdrive;

import com.hierynomus.msdtyp.ACL;
import com.hierynomus.msdtyp.AccessMask;
import com.hierynomus.msdtyp.SecurityDescriptor;
import com.hierynomus.msdtyp.SecurityInformation;
import com.hierynomus.msdtyp.ace.ACE;
import com.hierynomus.msdtyp.ace.AceFlags;
import com.hierynomus.mssmb2.SMBApiException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may read a file or a folder, by its access control list. Fails closed: when in doubt, nobody may. Thread-safe.
 *
 * <p>What an index knows is who is let in, never who is kept out. An entry that denies reading may be meant for a group of
 * somebody whom a later entry lets in, so entries behind it do not count; servers keep those that deny in front.
 */
final class FileAccess {

    private static final Logger LOGGER = LoggerFactory.getLogger(FileAccess.class);

    /** Any of these lets somebody read. */
    private static final long READ = AccessMask.FILE_READ_DATA.getValue()
            | AccessMask.GENERIC_READ.getValue()
            | AccessMask.GENERIC_ALL.getValue();

    private final ShareConnection connection;

    FileAccess(ShareConnection connection) {
        this.connection = connection;
    }

    /** The identities, each {@code sid:} and a SID. */
    List<String> of(String path) throws InterruptedException {
        try {
            SecurityDescriptor descriptor = connection.call(
                    "the access list of " + path,
                    share -> share.getSecurityInfo(path, EnumSet.of(SecurityInformation.DACL_SECURITY_INFORMATION)));
            return readers(descriptor.getDacl());
        } catch (SMBApiException e) {
            LOGGER.atWarn()
                    .addKeyValue("path", path)
                    .addKeyValue("reason", ShareConnection.reason(e))
                    .log("who may read this cannot be found out, so nobody will find it");
            return List.of();
        }
    }

    static List<String> readers(@Nullable ACL list) {
        List<String> readers = new ArrayList<>();
        if (list == null) {
            return readers;
        }
        for (ACE entry : list.getAces()) {
            Set<AceFlags> flags = entry.getAceHeader().getAceFlags();
            if (flags.contains(AceFlags.INHERIT_ONLY_ACE) || (entry.getAccessMask() & READ) == 0) {
                continue;
            }
            switch (entry.getAceHeader().getAceType()) {
                case ACCESS_ALLOWED_ACE_TYPE -> readers.add(IdentityMappings.SID + entry.getSid());
                case ACCESS_DENIED_ACE_TYPE,
                        ACCESS_DENIED_OBJECT_ACE_TYPE,
                        ACCESS_DENIED_CALLBACK_ACE_TYPE,
                        ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE -> {
                    return readers;
                }
                default -> {
                    // Entries with conditions let in fewer than they name; those for audits let in nobody.
                }
            }
        }
        return readers;
    }
}
