@extends("mail")
{{-- <a href="a b"> --}}@if ($a > $b)<a href="{{ route('orders.show', ['id' => $order->id]) }}">x</a>@endif
<a href="https://www.example.com/?q={{ urlencode($name) }}">x</a> <a href="{!! $url !!}">x</a>
<a href="@if($x)https://www.example.com/1@else https://www.example.com/2@endif">x</a> <a @class(['a' => $x > 1]) href="https://www.example.com/">x</a>
<x-mail::button :url="$url">Go</x-mail::button>
