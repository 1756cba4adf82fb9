using System.Text;
using Venueless.Fast.Storage.Redis;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>operations.md section 1.3: a key is where other servers look for it.</summary>
public sealed class RedisShardsTests
{
    // CRC-32 0xCBF43926: slot 0x926 = 2342 of 4096.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(16, 9)]
    public void IndexOf_KnownKey_IsTheShardOfItsSlot(int shards, int expected) => Assert.Equal(expected, RedisShards.IndexOf("123456789", shards));

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(12)]
    public void IndexOf_ManyKeys_FollowsTheFormulaAndUsesEveryShard(int shards)
    {
        var used = new HashSet<int>();
        for (var number = 0; number < 2000; number++)
        {
            var key = $"modelcache:core.User:{number}";
            var index = RedisShards.IndexOf(key, shards);
            Assert.Equal((int)Math.Floor((Crc32.Compute(Encoding.UTF8.GetBytes(key)) & 0xFFF) / (4096.0 / shards)), index);
            used.Add(index);
        }

        Assert.Equal(Enumerable.Range(0, shards), used.Order());
    }
}
