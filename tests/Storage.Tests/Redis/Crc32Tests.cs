using Venueless.Fast.Storage.Redis;

namespace Venueless.Fast.Storage.Tests.Redis;

public sealed class Crc32Tests
{
    [Fact]
    public void Compute_CheckValueOfTheAlgorithm_Matches() => Assert.Equal(0xCBF43926u, Crc32.Compute("123456789"u8));

    [Fact]
    public void Compute_KnownTexts_Match()
    {
        Assert.Equal(0u, Crc32.Compute([]));
        Assert.Equal(0x414FA339u, Crc32.Compute("The quick brown fox jumps over the lazy dog"u8));
    }
}
