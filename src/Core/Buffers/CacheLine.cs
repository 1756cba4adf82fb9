using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Venueless.Fast.Core.Buffers;

/// <summary>Hints to the processor: an object will be read soon. Nothing happens where there is no such instruction.</summary>
/// <remarks>For walks over thousands of objects whose memory has gone from the caches since the last walk, each of which would be waited for otherwise.</remarks>
public static class CacheLine
{
    private const int Length = 64;

    // A header, a type and a field or two.
    private const int Little = 24;

    /// <param name="target">Its address need not be right any more when it is used: a hint cannot fail.</param>
    /// <param name="bytes">How much from its beginning. Fields that are references come first in an object, in the order of their declaration, behind those of its base.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(T? target, int bytes = Little)
        where T : class
    {
        if (Sse.IsSupported)
        {
            var address = (byte*)Unsafe.As<T?, nint>(ref target);
            for (var offset = 0; offset < bytes; offset += Length)
            {
                Sse.Prefetch0(address + offset);
            }

            // Objects begin anywhere in a line.
            Sse.Prefetch0(address + bytes - 1);
        }
    }
}
