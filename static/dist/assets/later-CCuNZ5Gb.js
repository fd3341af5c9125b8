<<<<<<<< HEAD:static/dist/assets/later-CHQzQzwt.js
import{G as e,J as t,K as n,Y as r}from"./first-SgVcleRO.js";var i=n===`zh`?(await r(async()=>{let{zh:e}=await import(`./zhLater-DaoOJySP.js`);return{zh:e}},[])).zh:(await r(async()=>{let{en:e}=await import(`./enLater-DUQXU7o2.js`);return{en:e}},[])).en;function a(n,...[r]){let a=i[n];return a===void 0?t(n,r):e(a,r??{})}export{a as t};
========
import{G as e,J as t,K as n,Y as r}from"./first-Ben9DeAe.js";var i=n===`zh`?(await r(async()=>{let{zh:e}=await import(`./zhLater-DaoOJySP.js`);return{zh:e}},[])).zh:(await r(async()=>{let{en:e}=await import(`./enLater-DUQXU7o2.js`);return{en:e}},[])).en;function a(n,...[r]){let a=i[n];return a===void 0?t(n,r):e(a,r??{})}export{a as t};
>>>>>>>> 43ccf21 (web: ask who a friend is when the friendship ends):static/dist/assets/later-CCuNZ5Gb.js
