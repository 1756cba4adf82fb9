using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Venueless.Fast.Core.Buffers;

/// <summary>Hints to the processor: an object will be read soon. Nothing happens where there is no such instruction.</summary>
/// <remarks>For walks over thousands of objects whose memory has gone from the caches since the last walk, each of which would be waited for otherwise.</remarks>
public static class CacheLine
{
    private const int Bytes = 64;

    /// <param name="target">Its address need not be right any more when it is used: a hint cannot fail.</param>
    /// <param name="lines">How much of it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(T? target, int lines = 1)
        where T : class
    {
        if (Sse.IsSupported)
        {
            var address = (byte*)Unsafe.As<T?, nint>(ref target);
            for (var line = 0; line < lines; line++)
            {
                Sse.Prefetch0(address + (line * Bytes));
            }
        }
    }
}
