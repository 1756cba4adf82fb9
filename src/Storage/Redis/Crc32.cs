namespace Venueless.Fast.Storage.Redis;

/// <summary>The CRC-32 of zlib, gzip and IEEE 802.3 (polynomial 0x04C11DB7, reflected).</summary>
internal static class Crc32
{
    private const uint ReflectedPolynomial = 0xEDB88320;

    private static readonly uint[] Table = CreateTable();

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var remainder = uint.MaxValue;
        foreach (var value in data)
        {
            remainder = Table[(byte)(remainder ^ value)] ^ (remainder >> 8);
        }

        return ~remainder;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (var index = 0u; index < table.Length; index++)
        {
            var entry = index;
            for (var bit = 0; bit < 8; bit++)
            {
                entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ ReflectedPolynomial;
            }

            table[index] = entry;
        }

        return table;
    }
}
