using Venueless.Fast.Core.Domain.Staff;

namespace Venueless.Fast.Core.Tests.Domain.Staff;

public sealed class StaffPasswordTests
{
    // The first two: RFC 7914 section 11, first 32 bytes. The others were derived with another implementation of PBKDF2.
    [Theory]
    [InlineData("passwd", "pbkdf2_sha256$1$salt$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw=")]
    [InlineData("Password", "pbkdf2_sha256$80000$NaCl$TdzY9guYviGDDO5e8icB+WQaRBjQTAQUrv8Ih2s0q1Y=")]
    [InlineData("Tür & Ängel 🔑", "pbkdf2_sha256$150000$h0Wq3LsV8cTzN1pXyRk5Bd$OtE22qrqfR48oSWuW3XxZuvM7YipONJKNv84LLbzIdw=")]
    [InlineData("Tür & Ängel 🔑", "pbkdf2_sha256$600000$h0Wq3LsV8cTzN1pXyRk5Bd$0Juvf2/LBn0qi3I3ZDtDQ26/SrCvTdi1fl+GforZSHA=")]
    public void Verify_KnownHashes_MatchTheirPasswordOnly(string password, string stored)
    {
        Assert.True(StaffPassword.Verify(password, stored));
        Assert.False(StaffPassword.Verify(password + " ", stored));
        Assert.False(StaffPassword.Verify("", stored));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("passwd")]
    [InlineData("md5$1$salt$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw=")]
    [InlineData("pbkdf2_sha256$0$salt$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw=")]
    [InlineData("pbkdf2_sha256$-1$salt$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw=")]
    [InlineData("pbkdf2_sha256$9999999999$salt$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw=")]
    [InlineData("pbkdf2_sha256$1$salt$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw=$")]
    [InlineData("pbkdf2_sha256$1$salt$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrA==")]
    [InlineData("pbkdf2_sha256$1$salt$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLwAAAA=")]
    [InlineData("pbkdf2_sha256$1$salt$not base64")]
    [InlineData("pbkdf2_sha256$1$salt$")]
    public void Verify_OtherForms_NeverMatch(string stored) => Assert.False(StaffPassword.Verify("passwd", stored));

    [Theory]
    [InlineData("")]
    [InlineData("!abc")]
    [InlineData("md5$1$salt$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw=")]
    public void NeedsRehash_OtherForms_Never(string stored) => Assert.False(StaffPassword.NeedsRehash(stored));

    [Fact]
    public void Hash_HasTheDocumentedFormAndItsOwnSalt()
    {
        var first = StaffPassword.Hash("passwd");
        var second = StaffPassword.Hash("passwd");

        Assert.Matches(@"^pbkdf2_sha256\$600000\$[A-Za-z0-9]{22}\$[A-Za-z0-9+/]{43}=$", first);
        Assert.NotEqual(first, second);
        Assert.True(StaffPassword.Verify("passwd", first));
    }

    [Theory]
    [InlineData(599_999, true)]
    [InlineData(600_000, false)]
    [InlineData(700_000, false)]
    public void NeedsRehash_OnlyUpwards(int iterations, bool isDue) =>
        Assert.Equal(isDue, StaffPassword.NeedsRehash($"pbkdf2_sha256${iterations}$salt$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw="));

    [Fact]
    public void Unusable_MatchesNothing()
    {
        Assert.Matches("^![A-Za-z0-9]{40}$", StaffPassword.Unusable());
        Assert.False(StaffPassword.Verify("", StaffPassword.Unusable()));
    }
}
